"""What counts as better, and in which order: the one home of the policy (R60).

An order is a row of levels. A level is a cost per pair and a cost of being left without; the assignment with the
least total on the first level wins, among those the least on the second, and so on. Places always come first,
travel and the tie last, so every order has exactly one answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import ties
from .parts import Part
from .problem import HIGHEST_RANK, NOBODY, Integers, Problem, ProblemError

Cost = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """One thing to make as small as possible, summed over all people.

    `most` is the highest cost of one person, 0 where the level decides nothing. A pair costs by its rank
    (`of_rank`) or by its number in the part (`of_pair`); `of_none` is the cost of leaving each of the part's people
    without. What is absent costs 0.
    """

    name: str
    most: Callable[[Problem], int]
    of_rank: Callable[[Integers], Integers] | None = None
    of_pair: Callable[[Part, NDArray[np.intp]], Integers] | None = None
    of_none: Callable[[Part], Integers | int] | None = None


def _highest(values: Integers) -> int:
    return int(values.max(initial=0))


def _moved(part: Part, at: NDArray[np.intp]) -> Integers:
    kept = part.keep[part.person[at]]
    return ((kept != NOBODY) & (kept != part.activity[at])).astype(np.int64)


def _drawn(part: Part, at: NDArray[np.intp]) -> Integers:
    return ties.draw(part.person_key[part.person[at]], part.activity_key[part.activity[at]])


def _most_of(rank: int) -> Level:  # with the number of people given, the last rank's count follows from the others
    return Level(
        f"most of rank {rank}",
        most=lambda problem: int(rank < _highest(problem.rank)),
        of_rank=lambda ranks: (ranks != rank).astype(np.int64),
        of_none=lambda _: 1,
    )


def _fewest_of(rank: int) -> Level:
    return Level(
        f"fewest of rank {rank}",
        most=lambda problem: int(rank <= _highest(problem.rank)),
        of_rank=lambda ranks: (ranks == rank).astype(np.int64),
    )


PLACES = Level("places", most=lambda _: 1, of_none=lambda _: 1)
WAITING = Level(
    "waiting",
    most=lambda problem: 1 + _highest(problem.waiting_class),
    of_none=lambda part: 1 + part.waiting_class.astype(np.int64),
)
RANK = Level("rank", most=lambda problem: _highest(problem.rank), of_rank=lambda ranks: ranks)
KEEP = Level("keep", most=lambda _: 1, of_pair=_moved, of_none=lambda part: (part.keep != NOBODY).astype(np.int64))
TRAVEL = Level("travel", most=lambda problem: _highest(problem.travel), of_pair=lambda part, at: part.travel[at])
TIE = Level("tie", most=lambda _: 2**ties.TIE_BITS - 1, of_pair=_drawn)

ORDERS: dict[str, tuple[Level, ...]] = {
    "default": (WAITING, RANK),
    "greedy": (PLACES, *(_most_of(rank) for rank in range(HIGHEST_RANK))),
    "generous": (PLACES, *(_fewest_of(rank) for rank in range(HIGHEST_RANK, 0, -1))),
    "rank-sum": (PLACES, RANK),
}
LAST = (KEEP, TRAVEL, TIE)  # what every order ends with


def levels(problem: Problem, order: str, keep: Integers) -> tuple[Level, ...]:
    """The levels of a named order that decide something here. Raises ProblemError when there is no such order."""
    if order not in ORDERS:
        raise ProblemError(f"There is no order {order!r}; choose one of {', '.join(ORDERS)}.")
    idle = () if np.any(keep != NOBODY) else (KEEP,)
    return tuple(level for level in (*ORDERS[order], *LAST) if level not in idle and level.most(problem))
