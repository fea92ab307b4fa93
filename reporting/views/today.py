"""Idag: the day on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nodes.access import page
from nodes.audit import saw


@page("today.view")
def today(request: HttpRequest) -> HttpResponse:
    """What needs a hand now, most urgent first."""
    saw(request, [], "list")
    return render(request, "reporting/today.html", {})
