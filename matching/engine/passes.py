"""Pack the levels of an order into passes of plain 64-bit costs, exactly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .orders import TIE, Cost, Level, levels
from .parts import Part
from .problem import Integers, Problem, ProblemError


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
