"""What is asked and what is answered: the two records of the matching engine.

A problem is a set of feasible pairs between people who wait and activities with seats (R115). Everything is
an array; a person or an activity is a row number. Only the ids are stable from one run to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from .arrays import HIGHEST, NOBODY, Ids, Integers, ProblemError, ids, names, sized, whole, within

HIGHEST_RANK = 9
UNLIMITED = 2**63 - 1  # seats: more than there are people are as good as any number


@dataclass(frozen=True, eq=False)
class Problem:
    """People, activities and the pairs that no rule forbids.

    `person`, `activity`, `rank` and `travel` have one element per feasible pair: two row numbers, the place of
    the wish (0 is the first choice, 9 the last) and the travel score (whole, 0 or more; smaller is nearer).
    A pair given twice counts once, as the better of the two. `seats` has one element per activity and
    `waiting_class` one per person (0 has waited least). Ids decide ties and default to the row numbers;
    nodes (R83), numbers or names, let the problem be split without a search. They forbid nothing: that a node's people
    are not offered another's activities is the rules' word (`rules`), and a pair that is listed may be used.

    Raises ProblemError when the arrays do not fit together.
    """

    person: Integers
    activity: Integers
    rank: Integers
    travel: Integers
    seats: Integers
    waiting_class: Integers
    person_id: Ids = None  # type: ignore[assignment]  # filled in below
    activity_id: Ids = None  # type: ignore[assignment]  # filled in below
    node_of_person: Ids | None = None
    node_of_activity: Ids | None = None

    def __post_init__(self) -> None:
        for name in ("person", "activity", "rank", "travel", "seats", "waiting_class"):
            self._set(name, whole(name, getattr(self, name)))
        for name in ("activity", "rank", "travel"):
            sized(name, getattr(self, name), len(self.person))
        within(self.person, "person", 0, self.people - 1)
        within(self.activity, "activity", 0, self.activities - 1)
        within(self.rank, "rank", 0, HIGHEST_RANK)
        for name, highest in (("travel", HIGHEST), ("seats", UNLIMITED), ("waiting_class", HIGHEST)):
            within(getattr(self, name), name, 0, highest)
        self._set("person_id", ids("person_id", self.person_id, self.people))
        self._set("activity_id", ids("activity_id", self.activity_id, self.activities))
        if (self.node_of_person is None) != (self.node_of_activity is None):
            raise ProblemError("Give both node_of_person and node_of_activity, or neither.")
        for name, size in (("node_of_person", self.people), ("node_of_activity", self.activities)):
            if getattr(self, name) is not None:
                self._set(name, names(name, getattr(self, name)))
                sized(name, getattr(self, name), size)

    def _set(self, name: str, value: NDArray[np.generic]) -> None:
        view = value.view()
        view.flags.writeable = False
        object.__setattr__(self, name, view)

    @property
    def people(self) -> int:
        """How many people wait, with or without a feasible pair."""
        return len(self.waiting_class)

    @property
    def activities(self) -> int:
        """How many activities there are, with or without a seat."""
        return len(self.seats)


ARRAYS = tuple(each.name for each in fields(Problem))
REQUIRED = ARRAYS[:6]


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who goes where, and the proof that no other assignment is better.

    `activity` and `pair` have one element per person: the activity's row and the pair's row, NOBODY when the
    person is left without. `prices` is the proof: one array of seat prices per pass, see `certificate`.
    `order`, `keep` and `locked` repeat what was asked (`keep`, `locked`: one activity row or NOBODY per person).
    """

    activity: Integers
    pair: Integers
    order: str
    prices: tuple[NDArray[np.int64], ...]
    keep: Integers
    locked: Integers

    @property
    def matched(self) -> int:
        """How many people get a place."""
        return int(np.count_nonzero(self.activity != NOBODY))


def per_person(problem: Problem, given: "Assignment | Sequence[int] | Integers | None") -> Integers:
    """One activity row or NOBODY per person, from an assignment, an array or nothing. Raises ProblemError."""
    if given is None:
        return np.full(problem.people, NOBODY, np.int64)
    rows = given.activity if isinstance(given, Assignment) else whole("keep", np.asarray(given))
    sized("keep", rows, problem.people)
    within(rows, "keep", NOBODY, problem.activities - 1)
    return rows
