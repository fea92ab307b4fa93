"""Rounds are asked for here; a worker works them out (`running`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from matching.models import MatchingRound, ProgrammeRound
from matching.selectors.round_problem import settings_on
from matching.services.rounds.forgetting import forget
from matching.states import ROUND, RoundState
from nodes.actors import THE_SYSTEM, Actor
from nodes.models import Node, Programme
from participants.models import InformationMeeting, InterestForm
from participants.services.refusals import Refusal
from vida import clock
from vida.states import START

MOST_CHOSEN = 1000  # people picked by hand; whoever wants more takes the whole node


@transaction.atomic
def ask(
    *,
    node: Node,
    by: Actor,
    meeting: InformationMeeting | None = None,
    forms: Collection[int] | None = None,
    instead_of: MatchingRound | None = None,
) -> MatchingRound:
    """A round for the people of a meeting, for chosen forms, or for everybody in the node who waits (R112, R115).

    A round that failed is laid aside when this one is made `instead_of` it, and if that one was made again of an
    earlier round, so is this: what was locked there stays. Refusal where nobody of them waits;
    NotAllowed for a role that may not.
    """
    waiting = InterestForm.objects.waiting()
    if meeting is not None:
        waiting = waiting.filter(participant__meetings__meeting=meeting)
    if forms is not None:
        waiting = waiting.filter(pk__in=list(forms)[:MOST_CHOSEN])
    if not waiting.exists():
        raise Refusal(_("Ingen av dem väntar på ett erbjudande just nu. Välj andra, eller hela noden."), "whom")
    chosen = None if meeting is None and forms is None else sorted(waiting.values_list("pk", flat=True))
    earlier = None if instead_of is None else discard(matching_round=instead_of, by=by).again_of
    return _create(node, by, meeting=meeting, chosen_forms=chosen, again_of=earlier)


@transaction.atomic
def ask_again(*, matching_round: MatchingRound, by: Actor) -> MatchingRound:
    """The same people once more: what is locked stays, what is excluded gets nothing, few others move.

    Whoever has left the queue since is not in it. The earlier round stays, to be compared with. NotAllowed unless the
    earlier round is one of proposals.
    """
    row = (
        MatchingRound.objects.select_for_update(of=("self",))
        .select_related("node__programme")
        .get(pk=matching_round.pk)
    )
    ROUND.to("confirm", row.state, *by.roles)  # what could have been confirmed can be made again
    return _create(row.node, by, meeting=row.meeting, chosen_forms=row.chosen_forms, again_of=row)


@transaction.atomic
def ask_forecast(*, node: Node, by: Actor = THE_SYSTEM) -> MatchingRound:
    """What would come of it if everybody who waits were matched today: hourly, or when somebody asks for it anew.

    The last one that was worked out stays until this one is; those that were not are forgotten, but for one that a
    worker has in hand: it may have read before what this one is asked for.
    """
    forecasts = MatchingRound.objects.filter(node=node, purpose=MatchingRound.Purpose.FORECAST)
    forget(forecasts.exclude(state=RoundState.PROPOSED))
    return _create(node, by, purpose=MatchingRound.Purpose.FORECAST)


@transaction.atomic
def ask_everywhere(*, programme: Programme, by: Actor) -> ProgrammeRound:
    """A round in every node of the programme, inside a scope of all of them; where nobody waits it will be empty.

    The proposals are the nodes' own; whoever asks sees sums only (R9). NotAllowed for a role that may not.
    """
    made = ProgrammeRound.objects.create(programme=programme, asked_at=clock.now(), asked_by=by.user)
    for node in programme.nodes.select_related("programme").order_by("id"):
        _create(node, by, programme_round=made)
    return made


@transaction.atomic
def discard(*, matching_round: MatchingRound, by: Actor) -> MatchingRound:
    """Lay a round aside; it stays readable. Doing it twice changes nothing; NotAllowed once it has been confirmed."""
    row = MatchingRound.objects.select_for_update(of=("self",)).get(pk=matching_round.pk)
    if ROUND.holds("discard", row.state):
        return row
    row.state = ROUND.to("discard", row.state, *by.roles)
    row.discarded_at, row.discarded_by = clock.now(), by.user
    row.save(update_fields=["state", "discarded_at", "discarded_by"])
    return row


def _create(node: Node, by: Actor, **values: Any) -> MatchingRound:
    """A queued round under today's terms."""
    return MatchingRound.objects.create(
        node=node,
        state=ROUND.to("ask", START, *by.roles),
        asked_at=clock.now(),
        asked_by=by.user,
        **settings_on(node.programme, clock.today()),
        **values,
    )
