"""The forecast: who gets no offer in time, what is missing for it, and when each will be late (R116)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching.filters import LeftFilter
from matching.models import Proposal
from matching.selectors.forecast import Forecast, Left, forecast_now, gaps_of, left_without, listed, to_put_right
from matching.selectors.forecast.picture import figures_of, put_right_lines, shared_lines, told
from matching.selectors.outreach import covering_each
from matching.services import rounds
from matching.tables import LeftTable
from matching.tasks import solve_round
from matching.views.tabs import tabs_of
from nodes.access import Access, page
from nodes.audit import saw
from nodes.models import InterestArea
from nodes.tenancy import counting_in
from vida import clock, feedback
from vida.paging import lay_out

WORKING = 50  # percent: it is on its way, and nobody knows how far


@page("forecast.view")
def forecast(request: HttpRequest) -> HttpResponse:
    """What is missing, for how many and until when. Who does not work with people sees numbers, small ones hidden."""
    access = request.access
    if not access.may("forecast.make"):
        return _numbers(request)
    found = forecast_now()
    left = list(left_without(found.made)) if found.made else []
    gaps = gaps_of(left)
    tasks = covering_each(gap.area.pk for gap in gaps)
    today = clock.today()
    context = {
        **_about(request, found),
        "come_since": found.come_since(),
        "figures": figures_of(left, today),
        "lines": [told(gap, today, tasks) for gap in gaps],
        "put_right": put_right_lines(to_put_right(left)),
        "protected": sum(one.protected for one in left),
        "left": len(left),
    }
    return render(request, "matching/forecast.html", context)


def _numbers(request: HttpRequest) -> HttpResponse:
    found, left = _counted(request.access)
    context = {**_about(request, found), "lines": shared_lines(gaps_of(left)), "left": len(left)}
    return render(request, "matching/forecast_numbers.html", context)


def _counted(access: Access) -> tuple[Forecast, list[Left]]:
    """The node's people as numbers, for who sees none of them."""
    with counting_in((access.node.pk,), "forecast"):
        found = forecast_now()
        return found, list(left_without(found.made)) if found.made else []


def _about(request: HttpRequest, found: Forecast) -> dict[str, Any]:
    return {
        "forecast": found,
        "made_at": clock.local(found.made.asked_at) if found.made else None,
        "made_today": bool(found.made) and clock.local(found.made.asked_at).date() == clock.today(),
        "people": found.people(),
        "working": WORKING,
        "tabs": tabs_of(request),
    }


@page("matching.view")
def people(request: HttpRequest) -> HttpResponse:
    """Who they are, each with the last day and what is missing."""
    found = forecast_now()
    rows = listed(found.made) if found.made else Proposal.objects.none()
    rows = rows.select_related("participant__municipality", "form")
    filter_row = LeftFilter(request.GET, queryset=rows, node=request.access.node)
    table = LeftTable(filter_row.qs)
    lay_out(request, table)
    shown = [row.record for row in table.page.object_list]
    areas = InterestArea.objects.in_bulk({row.first for row in shown} - {None})
    for row in shown:
        row.wish = areas[row.first].name if row.first else ""
    saw(request, [row.participant_id for row in shown if not row.participant.protection], "list")
    context = {**_about(request, found), "table": table, "filter": filter_row}
    return render(request, "matching/forecast_people.html", context)


@require_POST
@page("forecast.make")
def make(request: HttpRequest) -> HttpResponse:
    """Work it out again; the last one is shown until the new one is there."""
    ask_anew(request.access)
    feedback.saved(request, _("Prognosen räknas om. Det tar oftast några sekunder."))
    return redirect("matching:forecast", request.access.node.slug)


def ask_anew(access: Access) -> None:
    """Ask for a new forecast, and send it to a worker once that is saved."""
    made = rounds.ask_forecast(node=access.node, by=access.actor)
    transaction.on_commit(lambda: solve_round.delay(access.node.pk, made.pk))


@page("forecast.make")
def progress(request: HttpRequest) -> HttpResponse:
    """Whether it is still being worked out (a part of the page, for htmx); when it is not, the page is loaded again."""
    found = forecast_now()
    answer = render(request, "matching/_forecast_progress.html", {"forecast": found, "working": WORKING})
    if not found.under_way and request.headers.get("HX-Request"):
        answer["HX-Refresh"] = "true"
    return answer
