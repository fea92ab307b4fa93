"""Rounds that are worked out, inside a node's scope; `roundpages` has those for pages."""

from __future__ import annotations

from matching.models import MatchingRound, Proposal
from matching.services import rounds


def solved(here, **whom) -> MatchingRound:
    made = rounds.ask(node=here.node, by=here.coordinator, **whom)
    assert rounds.solve_round(pk=made.pk)
    made.refresh_from_db()
    return made


def again(here, earlier) -> MatchingRound:
    made = rounds.ask_again(matching_round=earlier, by=here.coordinator)
    rounds.solve_round(pk=made.pk)
    made.refresh_from_db()
    return made


def places(matching_round) -> dict[int, int | None]:
    return dict(matching_round.proposals.values_list("form_id", "activity_id"))


def proposal_of(matching_round, form) -> Proposal:
    return matching_round.proposals.get(form=form)
