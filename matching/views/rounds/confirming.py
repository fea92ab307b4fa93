"""A round's proposals become offers: what will be given, what stands in the way, and then all of them or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from matching.forms import ConfirmForm
from matching.models import MatchingRound, Proposal
from matching.selectors.rounds import board_rows, lines_for
from matching.selectors.rounds.words import whom_words
from matching.services import rounds
from matching.services.offers import NotAllGiven
from matching.states import ROUND
from matching.views.rounds.answering import CONFLICT, UNPROCESSABLE, see_other
from matching.views.rounds.finding import find_round
from nodes.access import page
from nodes.audit import saw
from nodes.selectors.terms import terms_on
from participants.services.refusals import Refusal
from vida import clock, feedback
from vida.states import NotAllowed


@page("round.confirm")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be offered to whom, what stands in the way, and one button for all of it."""
    found = find_round(pk)
    terms = terms_on(request.access.programme, clock.today())
    form = ConfirmForm(
        request.POST if request.method == "POST" else None,
        reply_days=terms.reply_days,
        at_meeting=found.meeting is not None,
    )
    if request.method != "POST":
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, UNPROCESSABLE)
    try:
        given = rounds.confirm(matching_round=found, by=request.access.actor, **form.cleaned_data)
    except NotAllGiven as refused:
        words = _("Något har ändrats sedan du öppnade sidan, och inget erbjudande är gjort. Se vad nedanför.")
        return _page(request, found, form, CONFLICT, refusal=words, why=refused.why)
    except NotAllowed as refusal:
        return _page(request, find_round(pk), form, CONFLICT, refusal=str(refusal))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, found, form, UNPROCESSABLE)
    words = ngettext(
        "%(n)d erbjudande är gjort. Skriv in svaret när du får det.",
        "%(n)d erbjudanden är gjorda. Skriv in svaren när du får dem.",
        len(given),
    )
    feedback.saved(request, words % {"n": len(given)})
    return see_other(reverse("matching:round", args=[request.access.node.slug, pk]))


@require_POST
@page("round.confirm")
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave out those whom something stands in the way for, in one press."""
    found = find_round(pk)
    try:
        number = rounds.exclude_all(matching_round=found, forms=_numbers(request, "form"), by=request.access.actor)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(n)d person är undantagen.", "%(n)d personer är undantagna.", number)
        feedback.saved(request, words % {"n": number})
    return see_other(reverse("matching:round_confirm", args=[request.access.node.slug, pk]))


def _numbers(request: HttpRequest, name: str) -> list[int]:
    words = request.POST.getlist(name)
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]


def _page(
    request: HttpRequest,
    found: MatchingRound,
    form: ConfirmForm,
    status: int = 200,
    *,
    refusal: str = "",
    why: Mapping[int, str] | None = None,
) -> HttpResponse:
    """The page; with `why` it says what stood in the way when the offers were to be given, else what does now."""
    context: dict[str, Any] = {"row": found, "whom": whom_words(found), "form": form, "refusal": refusal}
    named: list[Proposal] = []
    if "confirm" in ROUND.events(found.state, *request.access.actor.roles):
        if why is None:
            why = rounds.what_stands_in_the_way(matching_round=found, by=request.access.actor)
        more, named = _offers(found, why)
        context |= more
    saw(request, [each.participant_id for each in named], "list")
    return render(request, "matching/rounds/confirm.html", context, status=status)


def _offers(found: MatchingRound, why: Mapping[int, str]) -> tuple[dict[str, Any], list[Proposal]]:
    """The proposals as offers, by activity; those in whose way something stands; those that a person has set rules
    aside for. Protected people are counted, not named.
    """
    rows = list(board_rows(found).filter(activity__isnull=False))
    lines = lines_for(found, rows, on=clock.today())
    by_activity: dict[str, list[Proposal]] = defaultdict(list)
    for each in rows:
        each.line, each.why = lines[each.pk], why.get(each.form_id, "")
        by_activity[each.activity.title].append(each)
    return {
        "number": len(rows),
        "in_the_way": [each for each in rows if each.why],
        "set_aside": [each for each in rows if each.set_aside and not each.why],
        "by_activity": [
            (title, [each for each in those if not each.participant.protection])
            for title, those in sorted(by_activity.items())
        ],
        "protected": sum(bool(each.participant.protection) for each in rows),
    }, [each for each in rows if not each.participant.protection]
