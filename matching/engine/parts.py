"""Split a problem into parts that no pair joins: each node by itself (R83), and exact all the same.

Every level of every order is a sum over people, so the best answer of the whole is the best answers of the parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import ties
from .problem import NOBODY, Integers, Problem

ELSEWHERE = -2  # a kept activity that the person can no longer have
WORTH_A_CALL = 4096  # people: smaller parts are solved together


@dataclass(frozen=True, eq=False)
class Part:
    """People and activities with all their pairs, numbered from 0 within the part.

    `persons` and `activities` are rows of the problem, `pair` the pairs' rows there. Pairs are sorted by person
    and activity, without doubles. `keep` and `locked` are the part's activities per person, NOBODY for none.
    """

    persons: Integers
    activities: Integers
    pair: Integers
    person: Integers
    activity: Integers
    rank: Integers
    travel: Integers
    seats: Integers
    waiting_class: Integers
    keep: Integers
    locked: Integers
    person_key: NDArray[np.uint64]
    activity_key: NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Split:
    """Which part each person and activity belongs to; NOBODY for whom no pair mentions."""

    of_person: Integers
    of_activity: Integers
    count: int

    def largest(self) -> tuple[int, int]:
        """The highest number of people that one exchange can move, and of people and activities in one part.

        An exchange that cannot be divided passes each activity at most once, and those without a place once.
        """
        people = np.bincount(self.of_person[self.of_person >= 0], minlength=self.count)
        offered = np.bincount(self.of_activity[self.of_activity >= 0], minlength=self.count)
        return int(np.minimum(people, offered + 1).max(initial=0)), int((people + offered).max(initial=0))


def split(problem: Problem) -> Split:
    """Find the parts: by node where nodes are given, else by who can reach whom."""
    has_pair = np.zeros(problem.people, bool)
    has_pair[problem.person] = True
    wanted = np.zeros(problem.activities, bool)
    wanted[problem.activity] = True
    left: Integers
    right: Integers
    if problem.node_of_person is not None and problem.node_of_activity is not None:
        both = np.concatenate([problem.node_of_person, problem.node_of_activity])
        names, label = np.unique(both, return_inverse=True)
        of_person, of_activity, size = label[: problem.people], label[problem.people :], len(names)
        crossing = of_person[problem.person] != of_activity[problem.activity]
        left, right = of_person[problem.person[crossing]], of_activity[problem.activity[crossing]]
    else:
        size = problem.people + problem.activities
        of_person, of_activity = np.arange(problem.people), np.arange(problem.people, size)
        left, right = problem.person, np.add(problem.activity, problem.people, dtype=np.int32)
    root = _components(size, left, right)
    root_of_person, root_of_activity = root[of_person], root[of_activity]
    people = np.bincount(root_of_person[has_pair], minlength=size)
    used = np.flatnonzero(people)
    bundle, number = np.zeros(size, np.int32), np.cumsum(people[used]) // WORTH_A_CALL
    bundle[used] = np.unique(number, return_inverse=True)[1]
    return Split(
        np.where(has_pair, bundle[root_of_person], NOBODY),
        np.where(wanted, bundle[root_of_activity], NOBODY),
        len(np.unique(number)),
    )


def _components(size: int, left: Integers, right: Integers) -> NDArray[np.int32]:
    """The lowest vertex that each vertex can reach: hook the higher root on the lower, then shorten the paths."""
    root = np.arange(size, dtype=np.int32)
    while len(left):
        a, b = root[left], root[right]
        apart = a != b
        left, right = left[apart], right[apart]
        np.minimum.at(root, np.maximum(a, b)[apart], np.minimum(a, b)[apart])
        while not np.array_equal(root, shorter := root[root]):
            root = shorter
    return root


class Parts:
    """The parts of a split, each built when asked for, so that only those at work are in memory."""

    def __init__(self, problem: Problem, keep: Integers, locked: Integers, found: Split) -> None:
        self.problem, self.keep, self.locked = problem, keep, locked
        of_pair = found.of_person[problem.person]
        self.order = None if bool(np.all(of_pair[1:] >= of_pair[:-1])) else _order(of_pair, found.count)
        self.ends = np.cumsum(np.bincount(of_pair, minlength=found.count))
        self.persons = _grouped(found.of_person, found.count)
        self.activities = _grouped(found.of_activity, found.count)
        self.person_key, self.activity_key = ties.keys(problem.person_id), ties.keys(problem.activity_id)
        self.row_of_person = _rows_within(self.persons, problem.people)
        self.row_of_activity = _rows_within(self.activities, problem.activities)

    def __len__(self) -> int:
        return len(self.persons)

    def __iter__(self) -> Iterator[Part]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> Part:
        problem, persons, activities = self.problem, self.persons[number], self.activities[number]
        span = slice(self.ends[number - 1] if number else 0, self.ends[number])
        at: NDArray[np.intp] | slice = span if self.order is None else self.order[span]
        person = self.row_of_person[problem.person[at]]
        activity = self.row_of_activity[problem.activity[at]]
        rank, travel = problem.rank[at], problem.travel[at]
        pick = _sorted_once(person, activity, rank, travel)
        pair = np.arange(span.start, span.stop) if self.order is None else self.order[span]
        return Part(
            persons,
            activities,
            pair[pick],
            person[pick],
            activity[pick],
            rank[pick],
            travel[pick],
            problem.seats[activities].astype(np.int64),
            problem.waiting_class[persons],
            self._within(activities, self.keep[persons]),
            self._within(activities, self.locked[persons]),
            self.person_key[persons],
            self.activity_key[activities],
        )

    def _within(self, activities: Integers, chosen: Integers) -> Integers:
        mine = np.isin(chosen, activities)
        return np.where(mine, self.row_of_activity[chosen], np.where(chosen == NOBODY, NOBODY, ELSEWHERE))


def _order(of_pair: Integers, count: int) -> NDArray[np.intp]:
    return np.argsort(of_pair.astype(np.uint16) if count <= 2**16 else of_pair, kind="stable")  # 16 bits: radix


def _rows_within(groups: list[NDArray[np.intp]], size: int) -> NDArray[np.int32]:
    """The row of each element within its group; one more at the end, for the row of nobody."""
    rows = np.full(size + 1, ELSEWHERE, np.int32)
    for group in groups:
        rows[group] = np.arange(len(group), dtype=np.int32)
    return rows


def _grouped(part_of: Integers, count: int) -> list[NDArray[np.intp]]:
    rows = np.argsort(part_of, kind="stable")
    sizes = np.bincount(part_of + 1, minlength=count + 1)
    return np.split(rows, np.cumsum(sizes)[:-1])[1:]


def _sorted_once(person: Integers, activity: Integers, rank: Integers, travel: Integers) -> NDArray[np.intp] | slice:
    """Which pairs to take, sorted by person and activity; of doubles the one of better rank, then nearer."""
    key = person.astype(np.int64) << 32 | activity
    if np.all(key[1:] > key[:-1]):
        return slice(None)
    order = np.lexsort((travel, rank, key))
    key = key[order]
    return order[np.concatenate([[True], key[1:] != key[:-1]])]
