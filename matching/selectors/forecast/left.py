"""The people whom the forecast leaves without a place and who still wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from matching.models import MatchingRound, Proposal
from participants.models import InterestChoice
from participants.states import FormState


@dataclass(frozen=True)
class Left:
    """One of them, without a name: the last day, the home, the first choice (an area's id) and what is missing."""

    due_on: date
    municipality: str
    protected: bool
    area: int | None
    why: str


def listed(made: MatchingRound) -> QuerySet[Proposal]:
    """Their proposals, with `first` the id of the first choice; who has had an offer since is no longer among them."""
    first = InterestChoice.objects.filter(form=OuterRef("form")).order_by("rank").values("area_id")[:1]
    rows = Proposal.objects.filter(round=made, activity__isnull=True, excluded=False, form__state=FormState.WAITING)
    return rows.annotate(first=Subquery(first)).order_by("form__due_on", "id")


def left_without(made: MatchingRound) -> Iterator[Left]:
    """The same as plain data; one query however many they are."""
    rows = listed(made).values_list(  # type: ignore[misc] # `first` is annotated there
        "form__due_on", "participant__municipality_id", "participant__protection", "first", "why_not"
    )
    for due_on, municipality, protection, area, why in rows:
        yield Left(due_on, municipality, bool(protection), area, why)
