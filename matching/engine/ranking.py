"""One person against all activities: what suits best, and what stands in the way of the rest (R60, R115)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .pairs import best_wish, travel_score
from .problem import NOBODY, Integers
from .rules import RULES
from .seats import SeatPrices
from .sides import Candidates, Column, Rows, Sides

WISH = "wish"
REASONS = (WISH, *RULES)  # bit 0 of `against` is the first


@dataclass(frozen=True, eq=False)
class Ranking:
    """The parts of the score of each activity, and what speaks against it.

    `rank` is the wish that is met (NOBODY for none), `minutes` the travel time, `travel` the score, `against` one
    bit per reason in REASONS. `best` lists the rows of the activities that nothing speaks against, best first.
    """

    rank: Integers
    minutes: Integers
    travel: Integers
    against: NDArray[np.uint16]
    best: Rows

    def reasons(self, activity: int) -> tuple[str, ...]:
        """Everything that speaks against an activity."""
        return tuple(name for bit, name in enumerate(REASONS) if self.against[activity] >> bit & 1)

    def sole_reason(self, name: str) -> Rows:
        """The rows of the activities that this reason alone stands in the way of."""
        return np.flatnonzero(self.against == 1 << REASONS.index(name))


def rank_one(
    person: Column,
    activities: Column,
    minutes: Integers,
    *,
    today: np.datetime64,
    horizon: int,
    offered: Rows | None = None,
    prices: SeatPrices | None = None,
) -> Ranking:
    """Rank every activity for one person; `person` is an array of one PERSON, `minutes` as for `feasible_pairs`.

    `offered` are rows of activities offered before. With seat prices of the last run a scarce place goes last for
    whom another one serves as well; without them rank decides, then travel, then the row.
    """
    before = np.empty(0, np.int64) if offered is None else np.asarray(offered, np.int64)
    rank = best_wish(person["wishes"], activities["area"], activities["parent"])[0]
    time = minutes[person["zone"][0], activities["zone"]]
    pairs = Candidates(Sides(person, activities, minutes, before, today, horizon), 0, slice(None), time)
    against = (rank == NOBODY).astype(np.uint16)
    for bit, forbids in enumerate(RULES.values(), start=1):
        against |= forbids(pairs).astype(np.uint16) << np.uint16(bit)
    travel = travel_score(time, activities["start"], today)
    free = np.flatnonzero(against == 0)
    dear = prices.cost(free, rank[free], travel[free]) if prices else np.zeros(len(free), np.int64)
    return Ranking(rank, time, travel, against, free[np.lexsort((free, travel[free], rank[free], dear))])
