"""Pages for anybody: health for machines; accessibility, cookies and what VIDA is for people."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from nodes.access import page
from nodes.tasks import BEAT_KEY, WORKER_KEY
from vida import clock

TICKS_WITHIN = timedelta(minutes=2)


@page("public")
def health(request: HttpRequest) -> JsonResponse:
    """Whether database, queue, worker and beat answer; 503 when the database or the queue does not."""
    queue, worker, beat = _queue()
    state = {"database": _database(), "queue": queue, "worker": worker, "beat": beat}
    ok = state["database"] == "ok" and queue == "ok"
    return JsonResponse({"status": "ok" if ok else "failing", **state}, status=200 if ok else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "failing"
    return "ok"


def _queue() -> tuple[str, dict, dict]:
    try:
        return "ok", _seen(cache.get(WORKER_KEY)), _seen(cache.get(BEAT_KEY))
    except RedisError:
        return "failing", _seen(None), _seen(None)


def _seen(at: str | None) -> dict:
    recent = at is not None and clock.now() - datetime.fromisoformat(at) < TICKS_WITHIN
    return {"status": "ok" if recent else "silent", "seen_at": at}


@page("public")
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """The statement with DIGG's eleven points (R181)."""
    return render(request, "nodes/accessibility_statement.html", {"contact_email": settings.CONTACT_EMAIL})


@page("public")
def cookies(request: HttpRequest) -> HttpResponse:
    """The necessary cookies, each with its reason."""
    return render(request, "nodes/cookies.html")


@page("public")
def about(request: HttpRequest) -> HttpResponse:
    """What VIDA is, in plain words."""
    return render(request, "nodes/about.html")
