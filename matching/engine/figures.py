"""The figures of an assignment: what was reached, level by level."""

from dataclasses import dataclass

import numpy as np

from .problem import NOBODY, Assignment, Problem


@dataclass(frozen=True)
class Figures:
    """Sums over those who get a place.

    `matched` counts them; `class_sum` sums 1 + waiting class; `rank_sum` sums the rank, where the first choice is
    0; `rank_profile` counts them by rank, from 0 to the highest rank in the problem; `travel_sum` sums the travel
    score; `kept` counts those who keep an earlier proposal.
    """

    matched: int
    class_sum: int
    rank_sum: int
    rank_profile: tuple[int, ...]
    travel_sum: int
    kept: int


def figures(problem: Problem, assignment: Assignment) -> Figures:
    """Count and sum an assignment."""
    placed = np.flatnonzero(assignment.activity != NOBODY)
    pair = assignment.pair[placed]
    rank = problem.rank[pair].astype(np.int64)
    longest = int(problem.rank.max(initial=NOBODY)) + 1
    return Figures(
        matched=len(placed),
        class_sum=len(placed) + int(problem.waiting_class[placed].sum(dtype=np.int64)),
        rank_sum=int(rank.sum()),
        rank_profile=tuple(np.bincount(rank, minlength=longest).tolist()),
        travel_sum=int(problem.travel[pair].sum(dtype=np.int64)),
        kept=int(np.count_nonzero(assignment.activity[placed] == assignment.keep[placed])),
    )
