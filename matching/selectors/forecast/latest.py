"""The forecast that was worked out last, and whether another one is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from matching.models import MatchingRound, Proposal
from matching.states import RoundState
from participants.models import InterestForm
from vida import clock

FRESH_FOR = timedelta(hours=3)  # it is made every hour; after three the queue stands still


@dataclass(frozen=True)
class Forecast:
    """The last forecast that was worked out, whether one is being worked out now, and whether the last try failed."""

    made: MatchingRound | None
    under_way: bool
    failed: bool

    @property
    def fresh(self) -> bool:
        """Whether it still tells of today."""
        return self.made is not None and self.made.asked_at >= clock.now() - FRESH_FOR

    def people(self) -> int:
        """How many waited when it was made."""
        return self.made.figures["people"] if self.made else 0

    def come_since(self) -> int:
        """How many wait now who are not in it; one query."""
        if self.made is None:
            return 0
        known = Proposal.objects.filter(round=self.made)
        return InterestForm.objects.waiting().exclude(pk__in=known.values("form_id")).count()


def forecast_now() -> Forecast:
    """Where the node's forecast stands; one query."""
    rows = list(MatchingRound.objects.filter(purpose=MatchingRound.Purpose.FORECAST).order_by("-asked_at", "-id"))
    return Forecast(
        made=next((row for row in rows if row.state == RoundState.PROPOSED), None),
        under_way=any(row.state == RoundState.QUEUED for row in rows),
        failed=bool(rows) and rows[0].state == RoundState.FAILED,
    )
