"""Idag: the day on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nodes.access import page
from nodes.audit import saw
from reporting.day import Today
from vida import clock


@page("today.view")
def today(request: HttpRequest) -> HttpResponse:
    """What needs a hand now, most urgent first, each line with its one button."""
    day = Today(request.access, clock.today()).day()
    saw(request, day.named, "list")
    return render(
        request, "reporting/today.html", {"day": day, "on": clock.today(), "hour": clock.local(clock.now()).hour}
    )
