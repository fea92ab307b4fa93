"""What forbids a pair: each rule once, by name, for one person or for all of a node alike (R80, R83, R115).

A rule answers, for many pairs at once, where it stands in the way. The same table gives the feasible pairs, the
suggestions for one person and the answer to "why not".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .week import SLOT_MINUTES, WORDS, Mask

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
class Candidates:
    """Pairs of a person and an activity of one node, by row number; either side may be one row or all.

    `minutes` is the travel time of each pair, below 0 where there is no way. `offered` lists the pairs that were
    offered before, as `pair_number`. `today` and `horizon` (days) bound the start.
    """

    persons: NDArray[np.void]
    activities: NDArray[np.void]
    busy: Mask  # what each person's busy time is when widened by 0, 1, 2… half hours
    at_person: Rows
    at_activity: Rows
    minutes: NDArray[np.integer]
    offered: NDArray[np.int64]
    today: np.datetime64
    horizon: int

    def person(self, field: str) -> Column:
        """A field of the pairs' persons."""
        return self.persons[field][self.at_person]

    def activity(self, field: str) -> Column:
        """A field of the pairs' activities."""
        return self.activities[field][self.at_activity]

    def only(self, these: NDArray[np.bool_]) -> "Candidates":
        """The pairs that a mask names; rows must be numbers by then."""
        return replace(
            self,
            at_person=self.at_person[these],
            at_activity=self.at_activity[these],
            minutes=self.minutes[these],
        )


Forbids = Callable[[Candidates], NDArray[np.bool_]]


def _clash(pairs: Candidates) -> NDArray[np.bool_]:
    """The activity, or the way there or back, falls in a time that is taken."""
    steps = -(-np.clip(pairs.minutes, 0, WIDEST * SLOT_MINUTES) // SLOT_MINUTES)
    shared = np.zeros(len(steps), np.uint64)
    for word in range(WORDS):
        shared |= pairs.busy[steps, pairs.at_person, word] & pairs.activities["slots"][pairs.at_activity, word]
    return shared != 0


def _language(pairs: Candidates) -> NDArray[np.bool_]:
    needed = pairs.activity("languages")
    return (needed != 0) & (needed & pairs.person("languages") == 0)


def _start(pairs: Candidates) -> NDArray[np.bool_]:
    start = pairs.activity("start")
    return ~((start > pairs.today) & (start <= pairs.today + pairs.horizon))


def _age(pairs: Candidates) -> NDArray[np.bool_]:
    """Whole years on the day the activity starts, both limits included; an unknown age fits nowhere."""
    born, start = pairs.persons["born"], pairs.activities["start"]
    last_of_february = (start + 1).astype("M8[M]") - start.astype("M8[M]") == np.timedelta64(1, "M")
    reached = _number(start) + (last_of_february & (_number(start) % 10_000 == 228))  # lag 1930:173 § 1
    age = (reached[pairs.at_activity] - _number(born)[pairs.at_person]) // 10_000
    known = ~np.isnat(born)[pairs.at_person]
    return ~(known & (age >= pairs.activity("youngest")) & (age <= pairs.activity("oldest")))


def _offered(pairs: Candidates) -> NDArray[np.bool_]:
    return np.isin(pair_number(pairs.at_person, pairs.at_activity, len(pairs.activities)), pairs.offered)


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


def pair_number(person: Rows, activity: Rows, activities: int) -> NDArray[np.int64]:
    """One number per pair of rows, for lists of pairs."""
    return np.asarray(person, np.int64) * activities + activity


def _number(day: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """20261122 for 22 November 2026, so that an age is a difference of numbers."""
    year, month = day.astype("M8[Y]"), day.astype("M8[M]")
    return (
        (year.astype(np.int64) + 1970) * 10_000
        + ((month - year).astype(np.int64) + 1) * 100
        + (day - month).astype(np.int64)
        + 1
    )
