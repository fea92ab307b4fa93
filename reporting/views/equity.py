"""Equity: in a node, in the whole programme, and the people behind a node's numbers (R91)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nodes.access import page
from nodes.audit import saw
from nodes.roles import Role
from participants.models import Participant
from reporting.documents.equity import EquityPage
from reporting.documents.report import hidden_words
from reporting.documents.sections import age_names, sex_names, step_names
from reporting.selectors.equity import equity_of
from reporting.selectors.equity.queries import people_in
from reporting.selectors.figures.persons import AGES, SEXES, STEPS
from reporting.selectors.reports import quarters
from reporting.tables import PeopleTable
from reporting.views.tabs import tabs_of
from vida.calendar import Quarter
from vida.paging import lay_out


@page("figures.node")
def node_equity(request: HttpRequest) -> HttpResponse:
    """A node's. The coordinator sees every number, and opens the people behind it."""
    return _page(request)


@page("figures.programme")
def programme_equity(request: HttpRequest) -> HttpResponse:
    """All nodes together."""
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    access = request.access
    quarter = _chosen(request)
    nodes = [access.node] if access.node else list(access.programme.nodes.order_by("id"))
    shared = not access.roles & {Role.COORDINATOR, Role.PROCESS_LEAD}
    equity = equity_of(access.programme, nodes, quarter, shared=shared)
    people = access.node is not None and access.may("figures.people")
    rows_url = reverse("reporting:equity_people", args=[access.node.slug]) if people else ""
    context = {
        "equity": equity,
        "shown": EquityPage(equity, quarter, rows_url=rows_url),
        "quarter": quarter,
        "quarters": quarters(access.programme),
        "hidden_words": hidden_words() if shared else "",
        "tabs": tabs_of(request),
    }
    return render(request, "reporting/equity.html", context)


def _chosen(request: HttpRequest) -> Quarter | None:
    """The quarter in the address, None for all of them; 404 for one that is not the programme's."""
    written = request.GET.get("kvartal", "")
    if not written:
        return None
    try:
        chosen = Quarter.parse(written)
    except ValueError:
        raise Http404 from None
    if chosen not in quarters(request.access.programme):
        raise Http404
    return chosen


@page("figures.people")
def people(request: HttpRequest) -> HttpResponse:
    """Who they are: those of a group who came to a step. A protected person is counted, and not named."""
    group, step, quarter = request.GET.get("grupp", ""), request.GET.get("steg", STEPS[0]), _chosen(request)
    if group not in ("", *SEXES, *AGES) or step not in STEPS:
        raise Http404
    found = people_in(request.access.programme, request.access.node.pk, quarter, group, step)
    rows = Participant.objects.open_to_all().filter(pk__in=found).select_related("municipality", "service_unit")
    table = PeopleTable(rows.order_by("sort_key", "id"), node=request.access.node)
    lay_out(request, table)
    saw(request, [row.record.pk for row in table.page.object_list], "list")
    context = {
        "table": table,
        "title": step_names()[step],
        "lead": _lead(group, quarter),
        "protected": len(found) - table.page.paginator.count,
    }
    return render(request, "reporting/equity_people.html", context)


def _lead(group: str, quarter: Quarter | None) -> str:
    """Which group, and when they were asked."""
    when = _("Tillfrågade under hela tiden")
    if quarter:
        when = _("Tillfrågade första gången %(quarter)s") % {"quarter": quarter.words}
    words = {**sex_names(), **age_names()}.get(group)
    return f"{words} · {when}" if words else when
