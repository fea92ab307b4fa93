"""Idag: the day on one page, and each of its groups whole."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nodes.access import page
from nodes.audit import saw
from reporting.day import PAGE, Today
from vida import clock
from vida.paging import neighbours


@page("today.view")
def today(request: HttpRequest) -> HttpResponse:
    """What needs a hand now, most urgent first, each line with its one button."""
    day = Today(request.access, clock.today()).day()
    saw(request, day.named, "list")
    return render(
        request, "reporting/today.html", {"day": day, "on": clock.today(), "hour": clock.local(clock.now()).hour}
    )


@page("today.view")
def group(request: HttpRequest, code: str) -> HttpResponse:
    """One group of the day with all its lines, page by page; Http404 for a group that the role does not have."""
    word = request.GET.get("page", "")
    number = int(word) if word.isascii() and word.isdigit() and 0 < int(word) < 10_000 else 1
    first = (number - 1) * PAGE
    made = Today(request.access, clock.today(), only=code, first=first)
    found = made.group()
    if found is None or not found.title:
        raise Http404
    saw(request, made.named, "list")
    last = first + len(found.lines)
    pages = neighbours(number, has_more=last < found.count)
    context = {"group": found, "first": first, "last": last, "pages": pages}
    return render(request, "reporting/today_group.html", context)
