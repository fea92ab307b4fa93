"""The programme's overview: figures, and never a participant."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nodes.access import page
from reporting.documents.overview import overview_of
from reporting.documents.report import hidden_words
from reporting.views.reports import is_shared
from reporting.views.tabs import tabs_of


@page("figures.programme")
def overview(request: HttpRequest) -> HttpResponse:
    """All nodes' key figures on one page (R20)."""
    shared = is_shared(request)
    context = {
        "programme": request.access.programme,
        "overview": overview_of(request.access.programme, shared=shared),
        "hidden_words": hidden_words() if shared else "",
        "may_read_reports": request.access.may("report.view"),
        "tabs": tabs_of(request),
    }
    return render(request, "reporting/programme.html", context)
