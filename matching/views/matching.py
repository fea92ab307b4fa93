"""Who waits, and what could be offered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from matching.filters import WaitingFilter
from matching.models import Offer
from matching.selectors.demand import wishes_of
from matching.selectors.meeting import matching_meetings
from matching.selectors.suggestions import prospects_for, suggestions_for
from matching.tables import WaitingTable
from matching.views.tabs import tabs_of
from matching.views.weighing import weighing_of
from nodes.access import page
from nodes.audit import saw
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.protection import ask_why
from participants.states import FormState
from vida import clock
from vida.paging import lay_out

MOST, MANY = 15, 1_000  # of each list on the page of one person: at first, and at most
SHOWN = "antal"  # in the address: how many of each


def filtered(request: HttpRequest) -> WaitingFilter:
    """Everybody who waits for an offer, the nearest day first, as the address narrows them."""
    rows = InterestForm.objects.waiting().select_related("participant__municipality", "service_unit")
    rows = rows.prefetch_related("choices__area").order_by("due_on", "id")
    return WaitingFilter(request.GET, queryset=rows, node=request.access.node)


@page("matching.view")
def index(request: HttpRequest) -> HttpResponse:
    """Everybody who waits, each with the best suggestion."""
    filter_row = filtered(request)
    table = WaitingTable(filter_row.qs)
    lay_out(request, table)
    shown = [row.record for row in table.page.object_list]
    open_rows = [form for form in shown if not form.participant.protection]
    today, weighing = clock.today(), weighing_of(request)
    terms = terms_on(request.access.programme, today)
    found = prospects_for(open_rows, on=today, terms=terms, prices=weighing.weighs)
    for form in open_rows:
        form.prospect = found[form.pk]
    saw(request, [form.participant_id for form in open_rows], "list")
    context = {
        "table": table,
        "filter": filter_row,
        "filtered": table.page.paginator.count,
        "meetings": matching_meetings(today),
        "tabs": tabs_of(request),
        "weighing": weighing,
        "export_url": reverse("matching:waiting_export", args=[request.access.node.slug]),
    }
    return render(request, "matching/index.html", context)


@page("matching.view")
def suggestions(request: HttpRequest, form: int) -> HttpResponse:
    """What suits one person best, why, and what stands in the way of the rest."""
    found = get_object_or_404(
        InterestForm.objects.select_related("participant__municipality", "node__programme", "service_unit"), pk=form
    )
    if asking := ask_why(request, found.participant):
        return asking
    saw(request, [found.participant_id])
    waits = found.state == FormState.WAITING
    weighing, most = weighing_of(request), _most(request)
    shown = suggestions_for(found, on=clock.today(), prices=weighing.weighs, most=most) if waits else None
    context = {
        "form": found,
        "participant": found.participant,
        "wishes": shown.wishes if shown else wishes_of([found.pk])[found.pk],
        "waits": waits,
        "offer": None if waits else Offer.objects.filter(form=found).order_by("-given_at", "-id").first(),
        "suggestions": shown,
        "more_url": _with_more(request, most) if most < MANY else "",
        "weighing": weighing,
    }
    return render(request, "matching/suggestions.html", context)


def _most(request: HttpRequest) -> int:
    """How many of each list to show, as the address asks."""
    asked = request.GET.get(SHOWN, "")
    return min(MANY, max(MOST, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 9 else MOST


def _with_more(request: HttpRequest, most: int) -> str:
    """The same page with more of each list."""
    query = request.GET.copy()
    query[SHOWN] = str(min(MANY, 4 * most))
    return f"?{query.urlencode()}"
