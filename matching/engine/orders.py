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


@dataclass(frozen=True)
class Pass:
    """Levels that are solved together, each weighted so that no exchange gains on it by all that come after.

    Two assignments differ by exchanges, and where one assignment is better, so is a single exchange. So it is enough
    that one unit outweighs what the people of the longest exchange can lose on the lower levels together.
    """

    weighted: tuple[tuple[Level, int], ...]

    def cost(self, part: Part, at: NDArray[np.intp]) -> tuple[Cost, Cost]:
        """The cost of the pairs numbered `at`, and of leaving each person of the part without."""
        of_pair = np.zeros(len(at), np.int64)
        of_none = np.zeros(len(part.persons), np.int64)
        for level, weight in self.weighted:
            if level.of_rank:
                of_pair += np.multiply(level.of_rank(part.rank[at]), weight, dtype=np.int64)
            if level.of_pair:
                of_pair += np.multiply(level.of_pair(part, at), weight, dtype=np.int64)
            if level.of_none:
                of_none += np.multiply(level.of_none(part), weight, dtype=np.int64)
        return of_pair, of_none


def passes(problem: Problem, order: str, keep: Integers, largest: tuple[int, int]) -> tuple[Pass, ...]:
    """Pack the levels of an order into as few passes as 64-bit arithmetic bears exactly.

    `largest` is the longest exchange and the largest part, as `Split.largest` has them: no total may pass 2^61. The
    tie has a pass of its own, since few pairs are left when its turn comes. Raises ProblemError when a single level
    is too large.
    """
    longest, vertices = largest
    budget = 2**61 // (vertices + 2)
    packed: list[list[Level]] = []
    for level in levels(problem, order, keep):
        if level.most(problem) > budget:
            raise ProblemError(
                f"The level {level.name} costs up to {level.most(problem)}, more than {budget}, the most that a part"
                f" of {vertices} people and activities allows; use a coarser unit."
            )
        if packed and level is not TIE and _size(problem, [*packed[-1], level], longest) <= budget:
            packed[-1].append(level)
        else:
            packed.append([level])
    return tuple(Pass(tuple(_weighted(problem, group, longest))) for group in packed)


def _weighted(problem: Problem, group: list[Level], longest: int) -> list[tuple[Level, int]]:
    weight, weighted = 1, []
    for level in reversed(group):
        weighted.append((level, weight))
        weight += weight * level.most(problem) * longest
    return weighted[::-1]


def _size(problem: Problem, group: list[Level], longest: int) -> int:
    return sum(weight * level.most(problem) for level, weight in _weighted(problem, group, longest))
