"""Every round of the node, and the page that begins one."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from matching.filters import WaitingFilter
from matching.forms.rounds import RoundForm
from matching.models import MatchingRound
from matching.services import rounds
from matching.states import RoundState
from matching.tables import RoundTable
from matching.tables.rounds import of_lists
from matching.tasks import solve_round
from matching.views.rounds.answering import UNPROCESSABLE, see_other
from matching.views.tabs import tabs_of
from nodes.access import page
from participants.models import InterestForm
from participants.services.refusals import Refusal
from vida.paging import lay_out

BY_FILTER = "alla"  # the start page: all whom the filters of the list of those who wait leave


@page("round.list")
def index(request: HttpRequest) -> HttpResponse:
    """The rounds, the latest first; two of them can be chosen and compared."""
    table = RoundTable(of_lists(MatchingRound.objects.of_people()), node=request.access.node)
    lay_out(request, table)
    return render(request, "matching/rounds/index.html", {"table": table, "tabs": tabs_of(request)})


@page("round.make")
def start(request: HttpRequest) -> HttpResponse:
    """Begin a round for the node, a meeting's people, or those chosen on the list of who waits."""
    failed = _failed(request)
    chosen = _chosen(request, failed)
    meeting = str(failed.meeting_id or "") if failed else _number(request, "mote")
    form = RoundForm(request.POST if request.method == "POST" else None, chosen=len(chosen), meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            made = rounds.ask(node=request.access.node, by=request.access.actor, instead_of=failed, **form.whom(chosen))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            work_out(made)
            return see_other(reverse("matching:round", args=[request.access.node.slug, made.pk]))
    context = {"form": form, "back": reverse("matching:index", args=[request.access.node.slug])}
    return render(request, "matching/rounds/start.html", context, status=UNPROCESSABLE if form.errors else 200)


def work_out(made: MatchingRound) -> None:
    """Leave the round to a worker as soon as it is saved."""
    keys = made.node_id, made.pk
    transaction.on_commit(lambda: solve_round.delay(*keys))


def _failed(request: HttpRequest) -> MatchingRound | None:
    """The round that could not be worked out and is to be made again, if the address names one."""
    rows = MatchingRound.objects.of_people().filter(state=RoundState.FAILED)
    return rows.filter(pk=_number(request, "om") or 0).first()


def _chosen(request: HttpRequest, failed: MatchingRound | None) -> list[int]:
    """The forms that the failed round was for, or that the address names, one by one or by the filters of the list; at
    most so many as a round takes.
    """
    waiting = InterestForm.objects.waiting()
    if BY_FILTER in request.GET:
        waiting = WaitingFilter(request.GET, queryset=waiting, node=request.access.node).qs
    elif failed and failed.meeting_id is None and failed.chosen_forms:
        waiting = waiting.filter(pk__in=failed.chosen_forms)
    elif named := [int(word) for word in request.GET.getlist("anmalan") if _is_number(word)]:
        waiting = waiting.filter(pk__in=named)
    else:
        return []
    return list(waiting.order_by("due_on", "id").values_list("pk", flat=True)[: rounds.MOST_CHOSEN])


def _number(request: HttpRequest, key: str) -> str:
    word = request.GET.get(key, "")
    return word if _is_number(word) else ""


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 19
