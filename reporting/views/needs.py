"""Demand against supply: in a node, and in the whole programme (R30, R94)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nodes.access import page
from nodes.roles import Role
from reporting.documents.needs import Choice, NeedsPage
from reporting.documents.report import hidden_words
from reporting.filters import NeedsFilter
from reporting.selectors.needs import needs_of
from reporting.views.files import XLSX, attachment
from reporting.views.tabs import tabs_of
from vida import clock


@page("figures.node")
def node_needs(request: HttpRequest) -> HttpResponse:
    """A node's. The coordinator sees every number, and opens the people and activities behind it."""
    return _page(request, reverse("reporting:node_needs_sheet", args=[request.access.node.slug]))


@page("figures.node")
def node_needs_sheet(request: HttpRequest) -> HttpResponse:
    """What the page shows, as a sheet."""
    return _sheet(request)


@page("figures.programme")
def programme_needs(request: HttpRequest) -> HttpResponse:
    """All nodes together."""
    return _page(request, reverse("reporting:programme_needs_sheet"))


@page("figures.programme")
def programme_needs_sheet(request: HttpRequest) -> HttpResponse:
    """What that page shows, as a sheet."""
    return _sheet(request)


def _needs(request: HttpRequest) -> tuple[NeedsFilter, NeedsPage, bool]:
    """The filter, what it leaves, and whether small numbers are hidden from the reader."""
    access = request.access
    nodes = [access.node] if access.node else list(access.programme.nodes.order_by("id"))
    shared = not access.roles & {Role.COORDINATOR, Role.PROCESS_LEAD}
    needs = needs_of(nodes, shared=shared)
    narrowed = NeedsFilter(request.GET, needs=needs)
    leads_to = access.node.slug if access.node and not shared else ""
    return narrowed, NeedsPage(needs, Choice(**narrowed.chosen()), node=leads_to), shared


def _page(request: HttpRequest, sheet_url: str) -> HttpResponse:
    narrowed, shown, shared = _needs(request)
    context = {
        "filter": narrowed,
        "shown": shown,
        "blocks": shown.blocks(),
        "shortest": shown.shortest(),
        "hidden_words": hidden_words() if shared else "",
        "sheet_url": f"{sheet_url}?{request.GET.urlencode()}",
        "tabs": tabs_of(request),
    }
    return render(request, "reporting/needs.html", context)


def _sheet(request: HttpRequest) -> HttpResponse:
    _filter, shown, _shared = _needs(request)
    return attachment(shown.sheet(), XLSX, f"behov-och-utbud-{clock.today():%Y-%m-%d}.xlsx")
