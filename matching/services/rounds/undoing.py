"""A mistaken click on a board is put right: the proposals stand as they stood before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from matching.models import Proposal, RoundActivity
from matching.services.rounds.opening import opened
from nodes.actors import Actor
from participants.services.refusals import Refusal

DECIDED = (
    "activity_id", "rank", "travel", "minutes", "locked", "excluded", "why_not", "source", "set_aside", "aside_reason",
    "decided_by_id",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """What one click did to one proposal: its decided fields, in the order of DECIDED, before and after."""

    proposal: int
    before: Sequence[Any]
    after: Sequence[Any]


def decided(proposal: Proposal) -> list[Any]:
    """The proposal's decided fields as they stand, fit for a Step."""
    return [getattr(proposal, field) for field in DECIDED]


@transaction.atomic
def put_back(*, round_id: int, steps: Iterable[Step], by: Actor) -> list[Proposal]:
    """Undo the steps of one click. Refusal where somebody has changed a proposal since, or has given away the place;
    NotAllowed unless the round is one of proposals.
    """
    opened(round_id, by)
    rows = []
    for step in steps:
        row = Proposal.objects.get(pk=step.proposal, round_id=round_id)
        if decided(row) != list(step.after):
            raise Refusal(_("Förslaget har ändrats sedan dess, så det går inte att ångra. Ändra det direkt i stället."))
        for field, value in zip(DECIDED, step.before, strict=True):
            setattr(row, field, value)
        row.save(update_fields=DECIDED)
        rows.append(row)
    if _overfull(round_id, [row.activity_id for row in rows if row.activity_id]):
        raise Refusal(_("Platsen har gått till någon annan i matchningen, så det går inte att ångra."))
    return rows


def _overfull(round_id: int, activities: Sequence[int]) -> bool:
    """Whether any of the activities has more proposals in the round than it had places."""
    mine = Q(activity__proposals__round_id=round_id)
    rows = RoundActivity.objects.filter(round_id=round_id, activity__in=activities)
    return rows.annotate(number=Count("activity__proposals", filter=mine)).filter(number__gt=F("seats")).exists()
