"""One outreach task: how many wait, what is missing, whom to ask, what was answered; and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.forms import ReasonForm, TaskForm
from matching.models import MatchingRound, OutreachTask
from matching.selectors.forecast import forecast_now, gaps_of, left_without
from matching.selectors.forecast.picture import Told, told
from matching.selectors.history import of_outreach
from matching.selectors.outreach import with_waiting
from matching.selectors.outreach_asking import asking_of
from matching.services import outreach
from matching.states import OUTREACH, OutreachState
from matching.views.outreach.letter import letter_for
from nodes.access import page
from nodes.models import User
from nodes.roles import Role
from participants.services.refusals import Refusal
from vida import clock, feedback
from vida.states import NotAllowed

SHOWN = 12  # associations at first; the others stand folded


def find(pk: int) -> OutreachTask:
    """The task with `waiting_now`; Http404 where there is none here."""
    rows = OutreachTask.objects.select_related(
        "area__parent", "municipality", "node", "responsible", "activity", "ended_by"
    )
    return get_object_or_404(with_waiting(rows), pk=pk)


@page("outreach")
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one task."""
    found = find(pk)
    is_open = found.state == OutreachState.OPEN
    asking = asking_of(found)
    made = forecast_now().made
    context = {
        "task": found,
        "is_open": is_open,
        "events": OUTREACH.events(found.state, *request.access.actor.roles),
        "gaps": _gaps(found, made) if made and is_open else [],
        "made_at": clock.local(made.asked_at) if made else None,
        "likely": asking.likely[:SHOWN] if is_open else [],
        "more": asking.likely[SHOWN:] if is_open else [],
        "contacts": asking.contacts,
        "letter": letter_for(found, request.user),
        "history": of_outreach(found.pk),
    }
    return render(request, "matching/outreach_task.html", context)


def _gaps(found: OutreachTask, made: MatchingRound) -> list[Told]:
    """What the forecast says is missing of what the task looks for."""
    group = found.area.parent or found.area
    gaps = gaps_of(list(left_without(made)))
    here = [gap for gap in gaps if gap.area == group and found.municipality in (None, gap.municipality)]
    return [told(gap, clock.today(), {}) for gap in here]


@page("outreach")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Who does it, when to come back, and what to remember."""
    found = find(pk)
    members = User.objects.filter(
        memberships__node=found.node, memberships__role=Role.COORDINATOR, memberships__ended_at__isnull=True
    )
    coordinators = (members | User.objects.filter(pk=found.responsible_id)).distinct().order_by("name", "id")
    form = TaskForm(request.POST if request.method == "POST" else None, task=found, coordinators=coordinators)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                outreach.change(task=found, **form.cleaned_data, by=request.access.actor)
            except Refusal as refusal:
                form.add_error(refusal.field or None, str(refusal))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                feedback.saved(request, _("Ändringen är sparad."))
                return to_task(found)
    return render(request, "matching/outreach_change.html", {"form": form, "task": found}, status=status)


@page("outreach")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop looking, with a reason."""
    words = {
        "title": _("Lägg uppgiften åt sidan"),
        "text": _("Du slutar söka. Uppgiften går att öppna igen."),
        "submit": _("Lägg åt sidan"),
        "done": _("Uppgiften är lagd åt sidan."),
    }
    return _with_reason(request, pk, outreach.drop, words)


@page("outreach")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on looking, with a reason."""
    words = {
        "title": _("Öppna uppgiften igen"),
        "text": _("Du söker vidare. Uppgiften får en ny dag för nästa steg, om en vecka."),
        "submit": _("Öppna igen"),
        "done": _("Uppgiften är öppen igen."),
    }
    return _with_reason(request, pk, outreach.reopen, words)


def _with_reason(request: HttpRequest, pk: int, service: Callable, words: dict[str, Any]) -> HttpResponse:
    found = find(pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                service(task=found, reason=form.cleaned_data["reason"], by=request.access.actor)
            except (Refusal, NotAllowed) as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                feedback.saved(request, words["done"])
                return to_task(found)
    back = reverse("matching:outreach_task", args=[request.access.node.slug, pk])
    context = {**words, "form": form, "back": back, "here": str(found)}
    return render(request, "shell/confirm.html", context, status=status)


def to_task(found: OutreachTask) -> HttpResponse:
    """Back to the task's page."""
    answer = redirect("matching:outreach_task", found.node.slug, found.pk)
    answer.status_code = 303
    return answer
