"""A round's figures as its proposals stand now, whatever people have changed since it was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from matching.models import MatchingRound, Proposal
from matching.rules.facts import NEAR

PLACED = Q(activity__isnull=False)
WITHOUT = Q(activity__isnull=True, excluded=False)


@dataclass(frozen=True)
class Totals:
    """How many people, by what the round has for them; `asked_on` is when the first of those without was asked."""

    people: int
    placed: int
    first: int
    second: int
    third: int
    without: int
    excluded: int
    locked: int
    by_hand: int
    protected: int
    asked_on: date | None

    @property
    def others(self) -> int:
        """Those who get something near a choice, or outside the choices."""
        return self.placed - self.first - self.second - self.third


def totals_of(row: MatchingRound) -> Totals:
    """Count the round's proposals; one query."""
    ranks = dict(zip(("first", "second", "third"), range(NEAR), strict=True))
    counted = {
        "people": Count("pk"),
        "placed": Count("pk", filter=PLACED),
        "without": Count("pk", filter=WITHOUT),
        "excluded": Count("pk", filter=Q(excluded=True)),
        "locked": Count("pk", filter=Q(locked=True)),
        "by_hand": Count("pk", filter=Q(source=Proposal.Source.HAND)),
        "protected": Count("pk", filter=~Q(participant__protection="")),
        "asked_on": Min("form__asked_on", filter=WITHOUT),
    } | {name: Count("pk", filter=PLACED & Q(rank=rank)) for name, rank in ranks.items()}
    found = Proposal.objects.filter(round=row).aggregate(**{f"all_{name}": each for name, each in counted.items()})
    return Totals(**{name.removeprefix("all_"): value for name, value in found.items()})  # `locked` is a field too
