"""A round's proposals become offers: all of them in one transaction, or none (R115, R118)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from matching.models import MatchingRound, Offer, Proposal
from matching.services import offers
from matching.services.rounds.opening import opened
from matching.states import ROUND, RoundState
from nodes.actors import Actor
from participants.services.refusals import Refusal
from vida import clock


@transaction.atomic
def confirm(
    *,
    matching_round: MatchingRound,
    channel: str,
    by: Actor,
    reply_by: date | None = None,
) -> list[Offer]:
    """Give every proposed offer, and close the round. The same user confirming again gets the offers that were made.

    offers.NotAllGiven, with a sentence for each form, where something has changed since the round was made: nothing is
    saved then, and the coordinator makes the round again or leaves those people out. Refusal where nothing is
    proposed, or the day to reply by has been; NotAllowed as the table says.
    """
    row = MatchingRound.objects.select_for_update(of=("self",)).get(pk=matching_round.pk)
    if row.state == RoundState.CONFIRMED and row.confirmed_by == by.user:
        return list(Offer.objects.filter(proposals__round=row).order_by("id"))
    row = opened(row.pk, by)
    proposals = {each.form_id: each for each in _with_place(row)}
    if not proposals:
        raise Refusal(_("Matchningen har inga förslag att erbjuda."))
    chosen = _chosen(proposals.values())
    given = offers.give_all(
        chosen=chosen, channel=channel, by=by, reply_by=reply_by, set_aside=_set_aside(proposals.values())
    )
    for offer in given:
        proposals[offer.form_id].offer = offer
    Proposal.objects.bulk_update(proposals.values(), ["offer"])
    row.state = ROUND.to("confirm", row.state, *by.roles)
    row.confirmed_at, row.confirmed_by = clock.now(), by.user
    row.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    return given


def what_stands_in_the_way(*, matching_round: MatchingRound, by: Actor) -> dict[int, str]:
    """A sentence by form for each proposal that could not become an offer now; empty when all can. Only reads, and
    says what `confirm` would say at the same moment.
    """
    proposals = list(_with_place(matching_round))
    return offers.why_not_all(chosen=_chosen(proposals), by=by, set_aside=_set_aside(proposals))


def _chosen(proposals: Iterable[Proposal]) -> dict[int, int]:
    return {each.form_id: each.activity_id for each in proposals if each.activity_id is not None}


def _set_aside(proposals: Iterable[Proposal]) -> dict[int, str]:
    return {each.form_id: each.aside_reason for each in proposals if each.set_aside}


def _with_place(row: MatchingRound) -> QuerySet[Proposal]:
    return Proposal.objects.filter(round=row, activity__isnull=False).order_by("form_id")
