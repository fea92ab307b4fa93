"""What a round asks the engine: the node's problem, with what people decided about an earlier round built in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine import NOBODY, Problem
from matching.engine.arrays import Integers
from matching.models import MatchingRound, Proposal
from matching.selectors.problems import NodeProblem, node_problem
from nodes.models import Programme
from nodes.selectors.terms import terms_on


@dataclass(frozen=True, eq=False)
class RoundProblem:
    """The engine's problem and what it is to respect; one element per person where nothing else is said.

    `keep` and `locked` hold an activity's row or NOBODY; `excluded` whom a person has said gets nothing.
    """

    found: NodeProblem
    problem: Problem
    keep: Integers
    locked: Integers
    excluded: NDArray[np.bool_]


def settings_on(programme: Programme, day: date) -> dict[str, Any]:
    """The settings of a round that is asked for on the day, which it keeps whatever the terms say later."""
    terms = terms_on(programme, day)
    return {"reckoned_on": day, "order": terms.matching_order, "horizon_days": terms.horizon_days}


def round_problem(row: MatchingRound) -> RoundProblem:
    """The problem of a round on its day and with its own settings; who may take part is as its programme's terms of
    that day say. Have the node's programme loaded.
    """
    terms = terms_on(row.node.programme, row.reckoned_on)
    found = node_problem(row.node, on=row.reckoned_on, terms=terms, horizon=row.horizon_days, forms=row.chosen_forms)
    size = len(found.forms)
    asked = RoundProblem(
        found,
        found.problem,
        keep=np.full(size, NOBODY, np.int64),
        locked=np.full(size, NOBODY, np.int64),
        excluded=np.zeros(size, bool),
    )
    return asked if row.again_of_id is None else _with_decisions(asked, row.again_of_id)


def _with_decisions(asked: RoundProblem, earlier: int) -> RoundProblem:
    """Keep what the earlier round proposed; hold what a person locked, and leave out whom a person excluded."""
    person_row = {pk: row for row, pk in enumerate(asked.found.forms.tolist())}
    activity_row = {pk: row for row, pk in enumerate(asked.found.activity_pks.tolist())}
    extra: list[tuple[int, int, int, int]] = []
    rows = Proposal.objects.filter(round_id=earlier).order_by("form_id")
    for form, activity, rank, travel, locked, excluded in rows.values_list(
        "form_id", "activity_id", "rank", "travel", "locked", "excluded"
    ):
        person, place = person_row.get(form, NOBODY), activity_row.get(activity, NOBODY)
        if person == NOBODY:
            continue
        asked.excluded[person] = excluded
        asked.keep[person] = place
        if locked and place != NOBODY:
            asked.locked[person] = place
            extra.append((person, place, rank, travel))
    return replace(asked, problem=_holding(asked, extra))


def _holding(asked: RoundProblem, locks: list[tuple[int, int, int, int]]) -> Problem:
    """The problem with the locked pairs in it, a rule that a person has set aside or not, and without the excluded.

    A locked place that has been taken since keeps its seat here; whoever confirms is told that it is gone.
    """
    problem = asked.problem
    person, activity, rank, travel = np.array(locks, np.int64).reshape(-1, 4).T
    wanted = ~asked.excluded[problem.person]
    held = np.bincount(activity, minlength=problem.activities)
    return replace(
        problem,
        person=np.concatenate([problem.person[wanted], person]),
        activity=np.concatenate([problem.activity[wanted], activity]),
        rank=np.concatenate([problem.rank[wanted], rank]),
        travel=np.concatenate([problem.travel[wanted], travel]),
        seats=np.maximum(problem.seats, held),
    )
