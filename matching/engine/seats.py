"""What a seat is worth: the prices of the proof, in the units of the levels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .orders import TRAVEL
from .passes import passes
from .problem import HIGHEST_RANK, Assignment, Integers, Problem
from .splitting import split


@dataclass(frozen=True, eq=False)
class SeatPrices:
    """The lowest price per activity: what one more seat there would gain, 0 where seats are left.

    `weights` gives the worth of one unit of each level that the price is made of, the most important first;
    `of_rank` what a pair of each rank costs and `of_travel` what a point of travel costs, in the same money.
    """

    price: NDArray[np.int64]
    weights: tuple[tuple[str, int], ...]
    of_rank: NDArray[np.int64]
    of_travel: int

    def cost(self, activity: Integers, rank: Integers, travel: Integers) -> NDArray[np.int64]:
        """What pairs cost in all, seat and wish and way: the order in which to offer them."""
        return self.price[activity] + self.of_rank[rank] + self.of_travel * travel.astype(np.int64)

    def parts(self, activity: int) -> dict[str, int]:
        """The price of one seat in units of each level: most people, ranks and points of travel won or lost."""
        rest, units = int(self.price[activity]), {}
        for name, weight in self.weights:
            units[name] = (rest + weight // 2) // weight  # the nearest: a price may give up a lower level
            rest -= units[name] * weight
        return units


def seat_prices(problem: Problem, assignment: Assignment) -> SeatPrices:
    """The prices of the first pass, which decides who gets a place."""
    plan = passes(problem, assignment.order, assignment.keep, split(problem).largest())
    ranks, of_rank = np.arange(HIGHEST_RANK + 1), np.zeros(HIGHEST_RANK + 1, np.int64)
    for level, weight in plan[0].weighted:
        if level.of_rank:
            of_rank += level.of_rank(ranks) * weight
    weights = {level.name: weight for level, weight in plan[0].weighted}
    return SeatPrices(assignment.prices[0], tuple(weights.items()), of_rank, weights.get(TRAVEL.name, 0))
