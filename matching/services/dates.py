"""Activities begin and end by their dates, and placements end with them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from associations.services import activities
from associations.states import ActivityState
from nodes.actors import THE_SYSTEM
from placements.models import Placement
from placements.services import placements
from placements.states import PlacementState

BATCH = 200


@transaction.atomic
def follow_dates(*, on: date, limit: int = BATCH) -> int:
    """Start and end what has come to its day, and complete the placements of what has ended; returns how many moved.

    One batch, inside a scope; safe to run again, late or on two machines.
    """
    return activities.follow_dates(on=on, limit=limit) + _complete(limit)


def _complete(limit: int) -> int:
    """Who had begun has completed when the activity has had its last occasion. Who never came is left to a person."""
    rows = Placement.objects.filter(state=PlacementState.STARTED, activity__state=ActivityState.ENDED)
    found = rows.order_by("id").select_for_update(of=("self",), skip_locked=True)[:limit]
    for placement in list(found):
        placements.complete(placement=placement, by=THE_SYSTEM)
    return len(found)
