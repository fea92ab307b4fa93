"""What forbids a pair: each rule once, by name, for one person or for all of a node alike (R80, R83, R115).

A rule answers, for many pairs at once, where it stands in the way. The same table gives the feasible pairs, the
suggestions for one person and the answer to "why not".
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .week import SLOT_MINUTES, WORDS, Mask, widened

MOST_WISHES = 10
WIDEST = 4  # half hours of travel each way; taken times are not widened further

Column = NDArray[Any]
Rows = NDArray[np.intp]

PERSON = np.dtype(
    [
        ("zone", "i4"),  # row of the travel table
        ("wishes", "i4", (MOST_WISHES,)),  # interest areas, the first choice first; -1 where there are fewer
        ("busy", "u8", (6,)),  # half hours of the week that are taken, see `week`
        ("born", "M8[D]"),
        ("sex", "u1"),  # one bit
        ("children", "?"),  # brings a child
        ("languages", "u8"),  # one bit per language spoken
        ("most_travel", "i4"),  # minutes
        ("eligible_until", "M8[D]"),  # the last day; NaT when not proven
        ("waiver", "?"),  # secrecy waived towards the association
    ]
)
ACTIVITY = np.dtype(
    [
        ("zone", "i4"),  # column of the travel table
        ("area", "i4"),
        ("parent", "i4"),  # the wider area, -1 for none; a wish for it counts as well
        ("slots", "u8", (6,)),  # half hours of the week that it takes
        ("youngest", "u1"),
        ("oldest", "u1"),
        ("sexes", "u1"),  # the bits of those it is for
        ("children", "?"),  # children may come along
        ("languages", "u8"),  # the bits of those of which one is needed; 0 for none
        ("seats", "i4"),  # free now
        ("start", "M8[D]"),
    ]
)


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


Forbids = Callable[[Candidates], NDArray[np.bool_]]


def _clash(pairs: Candidates) -> NDArray[np.bool_]:
    """The activity, or the way there or back, falls in a time that is taken."""
    steps = -(-np.clip(pairs.minutes, 0, WIDEST * SLOT_MINUTES) // SLOT_MINUTES)
    shared = np.zeros(len(steps), np.uint64)
    for word in range(WORDS):
        slots = pairs.sides.activities["slots"][:, word][pairs.at_activity]
        shared |= pairs.sides.busy[:, :, word][steps, pairs.at_person] & slots
    return shared != 0


def _language(pairs: Candidates) -> NDArray[np.bool_]:
    needed = pairs.activity("languages")
    return (needed != 0) & (needed & pairs.person("languages") == 0)


def _start(pairs: Candidates) -> NDArray[np.bool_]:
    start, today = pairs.activity("start"), pairs.sides.today
    return ~((start > today) & (start <= today + pairs.sides.horizon))


def _age(pairs: Candidates) -> NDArray[np.bool_]:
    """Whole years on the day the activity starts, both limits included; an unknown age fits nowhere."""
    born = pairs.sides.born[pairs.at_person]
    age = (pairs.sides.starts[pairs.at_activity] - born) // 10_000
    return ~((born > 0) & (age >= pairs.activity("youngest")) & (age <= pairs.activity("oldest")))


def _offered(pairs: Candidates) -> NDArray[np.bool_]:
    if not len(pairs.sides.offered):
        return np.zeros(len(pairs.minutes), bool)
    activities = len(pairs.sides.activities)
    return np.isin(
        pair_number(pairs.at_person, np.arange(activities)[pairs.at_activity], activities), pairs.sides.offered
    )


RULES: dict[str, Forbids] = {
    "seat": lambda pairs: pairs.activity("seats") <= 0,
    "start": _start,
    "waiver": lambda pairs: ~pairs.person("waiver"),
    "eligibility": lambda pairs: ~(pairs.person("eligible_until") >= pairs.activity("start")),
    "sex": lambda pairs: pairs.activity("sexes") & pairs.person("sex") == 0,
    "children": lambda pairs: pairs.person("children") & ~pairs.activity("children"),
    "travel": lambda pairs: (pairs.minutes < 0) | (pairs.minutes > pairs.person("most_travel")),
    "language": _language,
    "clash": _clash,
    "age": _age,
    "offered": _offered,
}


def pair_number(person: Rows | int, activity: Rows, activities: int) -> NDArray[np.int64]:
    """One number per pair of rows, for lists of pairs."""
    return np.asarray(person, np.int64) * activities + activity


def numbered(days: NDArray[np.datetime64], *, short_february: bool = False) -> NDArray[np.int64]:
    """20261122 for 22 November 2026, so that an age is a difference of numbers; 0 for an unknown day.

    With `short_february` the 28th stands for the 29th in years that lack one.
    """
    known = ~np.isnat(days)
    if not known.any():
        return np.zeros(len(days), np.int64)
    first, last = days[known].min(), days[known].max()
    every = np.arange(first, last + 1)  # far fewer days than rows: ask the calendar once for each
    year, month = every.astype("M8[Y]"), every.astype("M8[M]")
    number = (year.astype(np.int64) + 1970) * 10_000
    number += (month - year).astype(np.int64) * 100 + (every - month).astype(np.int64) + 101
    if short_february:
        number += (number % 10_000 == 228) & ((every + 1).astype("M8[M]") > month)
    return np.where(known, number[np.where(known, (days - first).astype(np.int64), 0)], 0)
