"""Finding a round, or one of its proposals, for whoever may know of it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from matching.models import MatchingRound, Proposal


def find_round(pk: int) -> MatchingRound:
    """The round with what its pages show, for whoever may know of it; Http404 else, and for a forecast."""
    rows = MatchingRound.objects.of_people().select_related(
        "node__programme", "meeting", "asked_by", "confirmed_by", "again_of"
    )
    return get_object_or_404(rows, pk=pk)


def find_proposal(pk: int, proposal: int) -> Proposal:
    """A proposal of the round, with the person, the activity and the round; Http404 else."""
    rows = Proposal.objects.filter(round__purpose=MatchingRound.Purpose.OFFERS).select_related(
        "participant__municipality", "form", "activity__association", "offer", "round__node__programme", "decided_by"
    )
    return get_object_or_404(rows.prefetch_related("form__choices__area"), pk=proposal, round_id=pk)
