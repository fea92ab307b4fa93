"""What a person decides about the proposals of a round: hold one, choose another, leave somebody out.

The round's row is locked first, so that two who change it at once wait for each other; the last word stands.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.models import MatchingRound, Proposal, RoundActivity
from matching.selectors.suggestions import Suggestion, chosen_pairs
from matching.services.obstacles import check_obstacles
from matching.services.rounds.opening import opened
from nodes.actors import Actor
from participants.services.refusals import Refusal

# The decided fields of a proposal without a place.
NOTHING = {
    "activity": None, "rank": None, "travel": None, "minutes": None, "set_aside": False, "aside_reason": "",
    "why_not": "",
}  # fmt: skip


@transaction.atomic
def lock(*, proposal: Proposal, by: Actor) -> Proposal:
    """The person keeps this place when the round is made again. Refusal where there is none to keep."""
    row = _open(proposal, by)
    if row.activity_id is None:
        raise Refusal(_("Det finns ingen plats att låsa. Välj först en aktivitet."))
    return _save(row, by, locked=True)


@transaction.atomic
def unlock(*, proposal: Proposal, by: Actor) -> Proposal:
    """The place may change again when the round is made again."""
    return _save(_open(proposal, by), by, locked=False)


@transaction.atomic
def exclude(*, proposal: Proposal, by: Actor) -> Proposal:
    """The person gets no offer out of this round and waits on; the place is free for somebody else in it."""
    return _save(_open(proposal, by), by, **NOTHING, locked=False, excluded=True)


@transaction.atomic
def exclude_all(*, matching_round: MatchingRound, forms: Collection[int], by: Actor) -> int:
    """Leave out everybody behind these forms; returns how many were not left out already."""
    opened(matching_round.pk, by)
    rows = Proposal.objects.filter(round=matching_round, form__in=forms, excluded=False)
    return rows.update(**NOTHING, locked=False, excluded=True, decided_by=by.user)


@transaction.atomic
def include(*, proposal: Proposal, by: Actor) -> Proposal:
    """The person is in the round again, without a place until somebody chooses one or the round is made again."""
    row = _open(proposal, by)
    return _save(row, by, excluded=False) if row.excluded else row


@transaction.atomic
def move(
    *,
    proposal: Proposal,
    activity: Activity,
    by: Actor,
    anyway: bool = False,
    aside_reason: str = "",
    instead_of: Proposal | None = None,
) -> Proposal:
    """Propose another activity, chosen by a person and so locked (R60); `aside_reason` says why "anyway".

    `instead_of` leaves a place there that is not locked, and stands without one until the round is made again.
    RuleInTheWay where a rule stands in the way that `anyway` does not set aside; Refusal where a rule needs a reason,
    or the round has no place left in it.
    """
    row = _open(proposal, by)
    if row.activity_id == activity.pk:
        return _save(row, by, locked=True)
    pair = _pair(row, activity)
    check_obstacles(pair, anyway=anyway, reason=aside_reason)
    if instead_of is not None:
        _leave(instead_of, row, activity, by)
    _check_place(row, activity)
    chosen = {"activity": activity, "rank": pair.pair.level, "travel": pair.travel_points, "minutes": pair.minutes}
    aside = {"set_aside": bool(pair.obstacles), "aside_reason": aside_reason if pair.obstacles else ""}
    return _save(row, by, **chosen, **aside, locked=True, excluded=False, why_not="", source=Proposal.Source.HAND)


def _open(proposal: Proposal, by: Actor) -> Proposal:
    """The proposal, with its round locked and found to be one that can still be changed."""
    opened(proposal.round_id, by)
    rows = Proposal.objects.select_related("round", "form__participant", "form__node__programme")
    return rows.get(pk=proposal.pk)


def _pair(row: Proposal, activity: Activity) -> Suggestion:
    return chosen_pairs([row.form], {row.form_id: activity.pk}, on=row.round.reckoned_on)[row.form_id]


def _leave(other: Proposal, row: Proposal, activity: Activity, by: Actor) -> None:
    """Somebody else's proposal gives its place away. Refusal where it is locked or no longer there."""
    holder = Proposal.objects.filter(pk=other.pk, round=row.round, activity=activity, locked=False).first()
    if holder is None:
        raise Refusal(
            _("Den som skulle lämna sin plats i %(activity)s står inte kvar där, eller har låsts. Välj igen.")
            % {"activity": activity.title},
            "activity",
        )
    _save(holder, by, **NOTHING)


def _check_place(row: Proposal, activity: Activity) -> None:
    """Refusal unless the round has a place left in the activity."""
    seats = RoundActivity.objects.filter(round=row.round, activity=activity).values_list("seats", flat=True).first()
    taken = Proposal.objects.filter(round=row.round, activity=activity).count()
    if taken >= (seats or 0):
        raise Refusal(
            _("Alla platser i %(activity)s är fördelade i den här matchningen. Flytta först någon annan därifrån.")
            % {"activity": activity.title},
            "activity",
        )


def _save(row: Proposal, by: Actor, **changes: object) -> Proposal:
    changes["decided_by"] = by.user
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    return row
