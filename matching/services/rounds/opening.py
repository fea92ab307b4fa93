"""A round that a person may still decide about."""

from __future__ import annotations

from matching.models import MatchingRound
from matching.states import ROUND
from nodes.actors import Actor
from vida.states import NotAllowed


def opened(pk: int, by: Actor) -> MatchingRound:
    """The round, locked until the transaction ends. NotAllowed unless it is one of proposals that may become offers."""
    rows = MatchingRound.objects.select_for_update(of=("self",)).select_related("node__programme", "meeting")
    row = rows.get(pk=pk)
    ROUND.to("confirm", row.state, *by.roles)
    if row.purpose == MatchingRound.Purpose.FORECAST:
        raise NotAllowed(ROUND.label("confirm"), row.get_purpose_display())
    return row
