"""Persons beside activities, and pairs of them: what the rules look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .days import numbered
from .problem import Integers
from .supply import Column, Supply
from .week import SLOT_MINUTES, Mask, slots, widened

Rows = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Sides:
    """The persons and activities of one node, and what holds for all of them.

    `persons` is an array of PERSON. `minutes` is the travel time from zone to zone, below
    0 where it is not known. `taken` are the persons' taken times (TAKEN), sorted by person. `offered` and `placed` list
    the pairs that were offered, or in which the person has a place, before, as `pair_number`. `today` and `horizon`
    (days) bound the start.
    """

    persons: Column
    activities: Supply
    minutes: Integers
    taken: Column
    offered: NDArray[np.int64]
    placed: NDArray[np.int64]
    today: np.datetime64
    horizon: int

    @cached_property
    def of_person(self) -> dict[str, Column]:
        """The fields of the persons, each in one piece."""
        return _columns(self.persons)

    @cached_property
    def of_taken(self) -> dict[str, Column]:
        """The fields of the taken times, each in one piece."""
        return _columns(self.taken)

    @property
    def of_activity(self) -> Mapping[str, Column]:
        """The columns of the activities."""
        return self.activities.of

    @cached_property
    def first_taken(self) -> Rows:
        """Where each person's taken times begin; one more for the end."""
        return np.searchsorted(self.taken["person"], np.arange(len(self.persons) + 1))

    @cached_property
    def busy(self) -> Mask:
        """Per word of the week: each person's taken half hours, widened by 0, 1, 2… half hours."""
        taken = slots(self.taken["person"], self.taken["begins"], self.taken["lasts"], len(self.persons))
        longest = -(-int(self.minutes.max(initial=0)) // SLOT_MINUTES)
        return np.ascontiguousarray(np.moveaxis(widened(taken, longest), -1, 0))

    @cached_property
    def born(self) -> NDArray[np.int64]:
        """Birthdays as numbers of the calendar."""
        return numbered(self.persons["born"])


def _columns(records: Column) -> dict[str, Column]:
    return {name: np.ascontiguousarray(records[name]) for name in records.dtype.names or ()}


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs that meet a wish, by row numbers, sorted by both; `rank` is the wish, `minutes` the travel time."""

    sides: Sides
    at_person: Rows
    at_activity: Rows
    rank: NDArray[np.int8]
    minutes: Integers

    def person(self, field: str) -> Column:
        """A field of the pairs' persons; one element for all where there is but one person."""
        column = self.sides.of_person[field]
        return column if len(column) == 1 else column.take(self.at_person)

    def activity(self, field: str) -> Column:
        """A field of the pairs' activities."""
        return self.sides.of_activity[field].take(self.at_activity)

    def only(self, which: NDArray[np.bool_]) -> "Candidates":
        """Some of the pairs."""
        at = np.flatnonzero(which)
        if len(at) == len(which):
            return self
        person, activity = self.at_person.take(at), self.at_activity.take(at)
        return Candidates(self.sides, person, activity, self.rank.take(at), self.minutes.take(at))


def pair_number(person: Rows, activity: Rows, activities: int) -> NDArray[np.int64]:
    """One number per pair of rows, for lists of pairs."""
    return np.asarray(person, np.int64) * activities + activity


def positions(among: Rows, numbers: Rows) -> NDArray[np.intp]:
    """Where `among`, which is sorted, has these numbers; those that it has not are left out."""
    at = np.searchsorted(among, numbers)
    at, numbers = at[at < len(among)], numbers[at < len(among)]
    return at[among[at] == numbers]
