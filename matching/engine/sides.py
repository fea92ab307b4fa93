"""Persons beside activities, and pairs of them: what the rules look at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .days import numbered
from .problem import Integers
from .week import SLOT_MINUTES, Mask, slots, widened

Column = NDArray[Any]
Rows = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Sides:
    """The persons and activities of one node, and what holds for all of them.

    `persons` and `activities` are arrays of PERSON and ACTIVITY. `minutes` is the travel time from zone to zone, below
    0 where it is not known. `taken` are the persons' taken times (TAKEN), sorted by person. `offered` and `placed` list
    the pairs that were offered, or in which the person has a place, before, as `pair_number`. `today` and `horizon`
    (days) bound the start.
    """

    persons: Column
    activities: Column
    minutes: Integers
    taken: Column
    offered: NDArray[np.int64]
    placed: NDArray[np.int64]
    today: np.datetime64
    horizon: int

    @cached_property
    def of_person(self) -> dict[str, Column]:
        """The fields of the persons, each in one piece."""
        return _fields(self.persons)

    @cached_property
    def of_activity(self) -> dict[str, Column]:
        """The fields of the activities, likewise."""
        return _fields(self.activities)

    @cached_property
    def areas(self) -> NDArray[np.uint64]:
        """Per word: each activity's interest areas."""
        return np.ascontiguousarray(self.activities["areas"].T)

    @cached_property
    def groups(self) -> NDArray[np.uint64]:
        """Per word: the groups of these."""
        return np.ascontiguousarray(self.activities["groups"].T)

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
    def slots(self) -> Mask:
        """Per word of the week: each activity's half hours."""
        own = np.arange(len(self.activities))
        return np.ascontiguousarray(slots(own, self.activities["begins"], self.activities["lasts"], len(own)).T)

    @cached_property
    def born(self) -> NDArray[np.int64]:
        """Birthdays as numbers of the calendar."""
        return numbered(self.persons["born"])

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The days of starting, likewise; 28 February counts as the 29th in years without one (lag 1930:173 § 1)."""
        return numbered(self.activities["start"], short_february=True)


def _fields(rows: Column) -> dict[str, Column]:
    return {name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()}


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs that meet a wish, by row numbers; `rank` is the wish, `minutes` the travel time."""

    sides: Sides
    at_person: Rows
    at_activity: Rows
    rank: NDArray[np.int8]
    minutes: Integers

    def person(self, field: str) -> Column:
        """A field of the pairs' persons."""
        return self.sides.of_person[field][self.at_person]

    def activity(self, field: str) -> Column:
        """A field of the pairs' activities."""
        return self.sides.of_activity[field][self.at_activity]

    def only(self, which: NDArray[np.bool_]) -> "Candidates":
        """Some of the pairs."""
        at = np.flatnonzero(which)
        if len(at) == len(which):
            return self
        return Candidates(self.sides, self.at_person[at], self.at_activity[at], self.rank[at], self.minutes[at])


def pair_number(person: Rows, activity: Rows, activities: int) -> NDArray[np.int64]:
    """One number per pair of rows, for lists of pairs."""
    return np.asarray(person, np.int64) * activities + activity
