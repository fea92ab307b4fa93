"""One person in a round: what is proposed, what else there is, and what a move would lead to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.forms import MoveForm
from matching.models import Proposal
from matching.selectors.rounds import Supposition, lines_for, places_for, suppose
from matching.selectors.suggestions import Suggestion, chosen_pairs, suggestions_for
from matching.services import rounds
from matching.states import RoundState
from matching.tables.rounds import wishes_words
from matching.views.rounds.answering import CONFLICT, UNPROCESSABLE, board_query, to_board, with_query
from matching.views.rounds.deciding import saved
from matching.views.rounds.finding import find_proposal
from nodes.access import page
from nodes.audit import saw
from participants.protection import ask_why
from participants.services.refusals import Refusal
from participants.states import FormState
from vida import clock
from vida.states import NotAllowed


@page("round.change")
def person(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """One person's page of the round; `?aktivitet=` shows what a move there would lead to, and a POST moves."""
    found = find_proposal(pk, proposal)
    if asking := ask_why(request, found.participant):
        return asking
    target = _target(request)
    if request.method == "POST" and target:
        return _move(request, found, target)
    return _page(request, found, target)


def _target(request: HttpRequest) -> Activity | None:
    """The activity that the address names, if any."""
    word = request.GET.get("aktivitet", "")
    if not word:
        return None
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0
    return get_object_or_404(Activity.objects.select_related("association"), pk=number)


def _move(request: HttpRequest, found: Proposal, target: Activity) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, target, form=form, status=UNPROCESSABLE)
    gives_way = _gives_way(request, found)
    rows = [found, *([gives_way] if gives_way else [])]
    before = [rounds.decided(each) for each in rows]
    try:
        rounds.move(
            proposal=found,
            activity=target,
            by=request.access.actor,
            anyway=request.POST.get("anyway") == "yes",
            aside_reason=form.cleaned_data["aside_reason"],
            instead_of=gives_way,
        )
    except Refusal as refusal:
        if refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))
            return _page(request, found, target, form=form, status=UNPROCESSABLE)
        return _page(request, found, target, refusal=str(refusal), status=UNPROCESSABLE)
    except NotAllowed as refusal:
        return _page(request, find_proposal(found.round_id, found.pk), None, refusal=str(refusal), status=CONFLICT)
    for each in rows:
        each.refresh_from_db()
    steps = [rounds.Step(each.pk, was, rounds.decided(each)) for each, was in zip(rows, before, strict=True)]
    saved(request, found.round_id, _moved_words(found, target, gives_way), steps)
    return to_board(request, found.round_id)


def _gives_way(request: HttpRequest, found: Proposal) -> Proposal | None:
    word = request.POST.get("instead_of", "")
    if not (word.isascii() and word.isdigit() and len(word) < 19):
        return None
    rows = Proposal.objects.filter(round_id=found.round_id).select_related("participant")
    return rows.filter(pk=int(word)).first()


def _moved_words(found: Proposal, target: Activity, gives_way: Proposal | None) -> str:
    if found.participant.protection:
        return _("Flytten är sparad och låst.")
    words = {"name": found.participant.full_name, "activity": target.title}
    done = _("%(name)s är flyttad till %(activity)s, och platsen är låst.") % words
    if gives_way is None:
        return done
    if gives_way.participant.protection:
        return f"{done} " + _("Någon annan står nu utan plats: gör om matchningen.")
    left = _("%(other)s står nu utan plats: gör om matchningen.") % {"other": gives_way.participant.full_name}
    return f"{done} {left}"


def _page(
    request: HttpRequest,
    found: Proposal,
    target: Activity | None,
    *,
    refusal: str = "",
    status: int = 200,
    form: MoveForm | None = None,
) -> HttpResponse:
    row, today = found.round, clock.today()
    query = board_query(request)
    line = lines_for(row, [found], on=today)[found.pk]
    open_still = row.state == RoundState.PROPOSED and found.form.state == FormState.WAITING
    context: dict[str, Any] = {
        "proposal": found,
        "row": row,
        "participant": found.participant,
        "line": line,
        "wishes": wishes_words(found.form),
        "open_still": open_still,
        "changes": row.state == RoundState.PROPOSED,
        "query": query,
        "ask": f"?{query}" if query else "",
        "board_url": with_query(reverse("matching:round", args=[request.access.node.slug, row.pk]), query),
        "refusal": refusal,
        "form": form or MoveForm(),
    }
    named: list[Proposal] = [found]
    if open_still:
        suggestions = suggestions_for(found.form, on=today)
        context |= {"about_person": suggestions.about_person, "places": places_for(row, suggestions)}
        if target:
            preview = _preview(found, target)
            context |= preview
            named += preview["supposed"].named if preview["supposed"] else ()
    saw(request, [each.participant_id for each in named])
    return render(request, "matching/rounds/person.html", context, status=status)


def _preview(found: Proposal, target: Activity) -> dict[str, Any]:
    """What a move to the activity would lead to."""
    today = clock.today()
    pair: Suggestion = chosen_pairs([found.form], {found.form_id: target.pk}, on=today)[found.form_id]
    allowed = pair.fits or pair.can_be_set_aside
    supposed: Supposition | None = suppose(found, pair, on=today) if allowed else None
    return {"target": target, "pair": pair, "allowed": allowed, "supposed": supposed}
