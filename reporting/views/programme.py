"""The programme's overview: figures, and never a participant."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nodes.access import page


@page("figures.programme")
def overview(request: HttpRequest) -> HttpResponse:
    """All nodes' key figures on one page (R20)."""
    return render(request, "reporting/programme.html", {})
