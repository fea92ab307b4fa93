"""Persons beside activities, and pairs of them: what the rules look at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .days import numbered
from .week import Mask, widened

WIDEST = 4  # half hours of travel each way; taken times are not widened further

Column = NDArray[Any]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Sides:
    """The persons and activities of one node, and what holds for all of them.

    `minutes` is the travel time from zone to zone, below 0 where there is no way. `offered` lists the pairs that were
    offered before, as `pair_number`. `today` and `horizon` (days) bound the start.
    """

    persons: Column
    activities: Column
    minutes: NDArray[np.integer]
    offered: NDArray[np.int64]
    today: np.datetime64
    horizon: int

    @cached_property
    def busy(self) -> Mask:
        """Each person's taken times, widened by 0, 1, 2… half hours."""
        return widened(self.persons["busy"], WIDEST)

    @cached_property
    def born(self) -> NDArray[np.int64]:
        """Birthdays as numbers of the calendar."""
        return numbered(self.persons["born"])

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The days of starting, likewise; 28 February counts as the 29th in years without one (lag 1930:173 § 1)."""
        return numbered(self.activities["start"], short_february=True)


@dataclass(frozen=True)
class Candidates:
    """Pairs, by row number; either side may be one row or all rows. `minutes` is the travel time of each pair."""

    sides: Sides
    at_person: Rows | int
    at_activity: Rows | slice
    minutes: NDArray[np.integer]

    def person(self, field: str) -> Column:
        """A field of the pairs' persons."""
        return self.sides.persons[field][self.at_person]

    def activity(self, field: str) -> Column:
        """A field of the pairs' activities."""
        return self.sides.activities[field][self.at_activity]


def pair_number(person: Rows | int, activity: Rows, activities: int) -> NDArray[np.int64]:
    """One number per pair of rows, for lists of pairs."""
    return np.asarray(person, np.int64) * activities + activity
