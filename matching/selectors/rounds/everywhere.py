"""The rounds of a whole programme, in sums: never a person, never a proposal (R9)."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from matching.models import MatchingRound, ProgrammeRound
from matching.states import RoundState
from nodes.models import Programme


def everywhere(programme: Programme) -> QuerySet[ProgrammeRound]:
    """The programme's rounds, the latest first, with `all` nodes and how many are `done`; in a scope of all nodes."""
    rows = ProgrammeRound.objects.filter(programme=programme).select_related("asked_by")
    counted = rows.annotate(all=Count("rounds"), done=Count("rounds", filter=~Q(rounds__state=RoundState.QUEUED)))
    return counted.order_by("-asked_at", "-id")


def with_nodes(found: ProgrammeRound) -> list[MatchingRound]:
    """Each node's round, by the node's name."""
    return list(MatchingRound.objects.filter(programme_round=found).select_related("node").order_by("node__name"))
