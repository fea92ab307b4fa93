"""One person against all activities: what suits best, and what stands in the way of the rest (R60, R115)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .pairs import blocks, travel_score
from .problem import NOBODY, Integers
from .rules import RULES, against
from .seats import SeatPrices
from .sides import Rows, Sides
from .wishes import candidates

WISH, SEATS, SEVERAL = "wish", "seats", "several"


@dataclass(frozen=True, eq=False)
class Ranking:
    """The activities that meet a wish of one person: the parts of the score of each, and what speaks against it.

    `activity` are their rows, `rank` the wish that is met, `minutes` the travel time, `travel` the score, `against` one
    bit per rule. `prices` are what seats are worth, where they count.
    """

    activity: Rows
    rank: Integers
    minutes: Integers
    travel: Integers
    against: NDArray[np.uint16]
    prices: SeatPrices | None = None

    @cached_property
    def best(self) -> Rows:
        """The rows of the activities that nothing speaks against, best first."""
        free = np.flatnonzero(self.against == 0)
        activity, rank, travel = self.activity[free], self.rank[free], self.travel[free]
        dear = self.prices.cost(activity, rank, travel) if self.prices else np.zeros(len(free), np.int64)
        return activity[np.lexsort((activity, travel, rank, dear))]

    def reasons(self, activity: int) -> tuple[str, ...]:
        """Everything that speaks against an activity."""
        at = np.flatnonzero(self.activity == activity)
        if not len(at):
            return (WISH,)
        return tuple(name for bit, name in enumerate(RULES) if self.against[at[0]] >> bit & 1)


def rank_one(sides: Sides, person: int, prices: SeatPrices | None = None) -> Ranking:
    """Rank every activity that meets a wish of the person, by row.

    With seat prices of the last run a scarce place goes last for whom another one serves as well; without them rank
    decides, then travel, then the row.
    """
    pairs = candidates(sides, np.array([person]))
    travel = travel_score(pairs.minutes, pairs.activity("start"), sides.today)
    return Ranking(pairs.at_activity, pairs.rank, pairs.minutes, travel, against(pairs), prices)


def why_not(sides: Sides, persons: Rows) -> list[str]:
    """For each of these persons, who have no place, one word for what stands in the way.

    SEATS where they had feasible pairs, so that others have the seats; WISH where no activity meets a wish; else the
    rule that stands alone in the way of the most activities (of equals the first in RULES), or SEVERAL where two rules
    or more stand in the way of each.
    """
    alone = np.zeros((len(persons), len(RULES)), np.int64)
    met, free = np.zeros(len(persons), bool), np.zeros(len(persons), bool)
    place = np.full(len(sides.persons), NOBODY)
    place[persons] = np.arange(len(persons))
    for rows in blocks(np.asarray(persons), sides):
        pairs = candidates(sides, rows)
        forbidden, at = against(pairs), place[pairs.at_person]
        met[at] = True
        free[at[forbidden == 0]] = True
        for bit in range(len(RULES)):
            alone[:, bit] += np.bincount(at[forbidden == 1 << bit], minlength=len(persons))
    sole = np.array(RULES)[alone.argmax(axis=1)]
    words = np.where(alone.any(axis=1), sole, SEVERAL)
    return np.where(free, SEATS, np.where(met, words, WISH)).tolist()
