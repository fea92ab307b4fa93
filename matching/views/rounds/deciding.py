"""What is decided about one proposal, or about a whole round, with one press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from matching.models import Proposal
from matching.services import rounds
from matching.views.rounds.answering import CONFLICT, board_query, see_other, to_board, with_query
from matching.views.rounds.finding import find_proposal, find_round
from matching.views.rounds.lists import work_out
from nodes.access import page
from participants.protection import ask_why
from participants.services.refusals import Refusal
from vida import feedback
from vida.states import NotAllowed

SALT = "matching.round.undo"
ONE_DAY = 24 * 60 * 60


def _decision(service: Callable[..., Proposal], words: Promise) -> Callable[..., HttpResponse]:
    """A view that does one thing to one proposal, and offers to undo it."""

    @require_POST
    @page("round.change")
    def decide(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
        found = find_proposal(pk, proposal)
        if asking := ask_why(request, found.participant):
            return asking
        before = rounds.decided(found)
        try:
            changed = service(proposal=found, by=request.access.actor)
        except (Refusal, NotAllowed) as refusal:
            messages.error(request, str(refusal))
        else:
            saved(request, pk, str(words), [rounds.Step(found.pk, before, rounds.decided(changed))])
        return to_board(request, pk)

    return decide


lock = _decision(rounds.lock, gettext_lazy("Platsen är låst. Den står kvar när matchningen görs om."))
unlock = _decision(rounds.unlock, gettext_lazy("Platsen är upplåst. Den kan ändras när matchningen görs om."))
exclude = _decision(
    rounds.exclude, gettext_lazy("Personen är undantagen och väntar vidare. Platsen är ledig i matchningen.")
)
include = _decision(
    rounds.include, gettext_lazy("Personen är med igen och får ett nytt förslag när matchningen görs om.")
)


def saved(request: HttpRequest, pk: int, words: str, steps: Sequence[rounds.Step]) -> None:
    """Say what was done and offer to undo it; what stood before travels signed, so that nobody can make it up."""
    told = [[step.proposal, step.before, step.after] for step in steps]
    query = board_query(request)
    token = "t=" + signing.dumps(told, salt=SALT, compress=True)
    url = reverse("matching:round_undo", args=[request.access.node.slug, pk])
    feedback.saved(request, words, undo_url=with_query(url, f"{query}&{token}" if query else token))


@require_POST
@page("round.change")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what the last press did; asked why where it was about a protected person."""
    found = find_round(pk)
    try:
        told = signing.loads(request.GET.get("t", ""), salt=SALT, max_age=ONE_DAY)
        steps = [rounds.Step(*step) for step in told]
        if asking := ask_why(request, find_proposal(found.pk, steps[0].proposal).participant):
            return asking
        rounds.put_back(round_id=found.pk, steps=steps, by=request.access.actor)
    except signing.BadSignature:
        messages.error(request, _("Det går inte att ångra längre. Ändra förslaget direkt i stället."))
    except (Refusal, NotAllowed) as refusal:
        messages.error(request, str(refusal))
    else:
        feedback.saved(request, _("Ändringen är ångrad."))
    return to_board(request, pk)


@require_POST
@page("round.make")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same people once more: what is locked stays, and few others move."""
    found = find_round(pk)
    try:
        made = rounds.ask_again(matching_round=found, by=request.access.actor)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return to_board(request, pk)
    work_out(made)
    return see_other(reverse("matching:round", args=[request.access.node.slug, made.pk]))


@page("round.make")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a round is laid aside."""
    found = find_round(pk)
    refusal = ""
    if request.method == "POST":
        try:
            rounds.discard(matching_round=found, by=request.access.actor)
        except NotAllowed as no:
            refusal = str(no)
        else:
            feedback.saved(request, _("Matchningen är lagd åt sidan. Inga erbjudanden är gjorda."))
            return see_other(reverse("matching:rounds", args=[request.access.node.slug]))
    context: dict[str, Any] = {
        "title": _("Lägg matchningen åt sidan"),
        "text": refusal or _("Inga erbjudanden görs av den, och de som är med väntar vidare."),
        "consequences": [_("Den går att läsa men inte att ändra."), _("Det går inte att ångra.")],
        "submit": _("Lägg åt sidan"),
        "back": reverse("matching:round", args=[request.access.node.slug, found.pk]),
    }
    return render(request, "shell/confirm.html", context, status=CONFLICT if refusal else 200)
