"""The board of a round: by person and by activity; while it is worked out, how far it has come."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import Table

from matching.filters import BoardFilter, ShelfFilter
from matching.models import MatchingRound
from matching.selectors.rounds import activities_in, board_rows, lines_for, totals_of, with_people
from matching.selectors.rounds.progress import progress_of
from matching.selectors.rounds.words import whom_words
from matching.states import ROUND, RoundState
from matching.tables import ActivityTable, BoardTable
from matching.views.rounds.answering import board_query
from matching.views.rounds.finding import find_round
from nodes.access import page
from nodes.audit import saw
from vida import clock
from vida.paging import lay_out


@page("round.view")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of the round, the nearest day first, each with a proposal and why, or why not."""
    found = find_round(pk)
    if found.proposed_at is None:
        return _not_worked_out(request, found)
    filter_row = BoardFilter(request.GET, queryset=board_rows(found), node=request.access.node)
    changes = found.state == RoundState.PROPOSED
    table = BoardTable(filter_row.qs, row=found, query=board_query(request), changes=changes)
    shown = [row.record for row in _paged(request, table)]
    named = [each for each in shown if not each.participant.protection]
    lines = lines_for(found, named, on=clock.today())
    for proposal in named:
        proposal.line = lines[proposal.pk]
    saw(request, [each.participant_id for each in named], "list")
    return _page(request, found, "matching/rounds/board.html", table=table, filter=filter_row)


@page("round.view")
def by_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """The activities of the round, the scarcest first: places, who is proposed, and what one more would have given."""
    found = find_round(pk)
    if found.proposed_at is None:
        return _not_worked_out(request, found)
    everything = "alla" in request.GET
    rows = activities_in(found, everything=everything)
    filter_row = ShelfFilter(request.GET, queryset=rows, node=request.access.node)
    table = ActivityTable(filter_row.qs)
    named = with_people(found, [row.record for row in _paged(request, table)])
    saw(request, [each.participant_id for each in named], "list")
    return _page(
        request, found, "matching/rounds/activities.html", table=table, filter=filter_row, everything=everything
    )


@page("round.list")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work has come, for htmx; when it is over the page is loaded again."""
    found = find_round(pk)
    if found.state != RoundState.QUEUED:
        return HttpResponseClientRefresh()
    context = {"row": found, "progress": progress_of(found)}
    return render(request, "matching/rounds/_progress.html", context)


def _paged(request: HttpRequest, table: Table) -> list[Any]:
    lay_out(request, table)
    return list(table.page.object_list)


def _not_worked_out(request: HttpRequest, found: MatchingRound) -> HttpResponse:
    """A round that waits for its worker, could not be worked out, or was laid aside before it was."""
    saw(request, [])
    context = {
        "row": found,
        "whom": whom_words(found),
        "events": ROUND.events(found.state, *request.access.actor.roles),
        "progress": progress_of(found),
    }
    return render(request, "matching/rounds/waiting.html", context)


def _page(request: HttpRequest, found: MatchingRound, template: str, **more: Any) -> HttpResponse:
    slug = request.access.node.slug
    totals = totals_of(found)
    views = [(_("Personer"), "matching:round"), (_("Aktiviteter"), "matching:round_activities")]
    tabs = [
        {"label": label, "url": url, "current": request.path == url}
        for label, url in ((label, reverse(name, args=[slug, found.pk])) for label, name in views)
    ]
    context = {
        "row": found,
        "whom": whom_words(found),
        "totals": totals,
        "tabs": tabs,
        "events": ROUND.events(found.state, *request.access.actor.roles),
        "days_waited": (clock.today() - totals.asked_on).days if totals.asked_on else None,
        "query": board_query(request),
    }
    return render(request, template, context | more)
