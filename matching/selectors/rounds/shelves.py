"""The board by activity: places, who is proposed, and what one more place would have given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from matching.models import MatchingRound, Proposal, RoundActivity
from matching.selectors.rounds.words import price_words


def activities_in(row: MatchingRound, *, everything: bool = False) -> QuerySet[Any]:
    """The activities of a round with `number`, how many are proposed there, and `free`, how many places are left; the
    scarcest first. Without `everything` only those where somebody is proposed or one more place is worth something.
    """
    there = Proposal.objects.filter(round=row, activity=OuterRef("activity")).order_by().values("activity")
    number = Coalesce(Subquery(there.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    rows = RoundActivity.objects.filter(round=row).annotate(number=number, free=F("seats") - F("number"))
    if not everything:
        rows = rows.filter(Q(number__gt=0) | Q(price__gt=0))
    return rows.select_related("activity__association").order_by("-price", "activity__sort_key", "id")


def with_people(row: MatchingRound, shelves: Sequence[Any]) -> list[Proposal]:
    """Put `proposals` (of people who may be named in a list) and `words` on each activity; returns those proposals."""
    rows = Proposal.objects.filter(round=row, activity__in=[each.activity_id for each in shelves])
    rows = rows.filter(participant__protection="").select_related("participant")
    named = list(rows.order_by("participant__sort_key", "pk"))
    by_activity = defaultdict(list)
    for proposal in named:
        by_activity[proposal.activity_id].append(proposal)
    for shelf in shelves:
        shelf.proposals = by_activity[shelf.activity_id]
        shelf.words = price_words(shelf, row.figures)
    return named
