"""Split a problem into parts that no pair joins: each node by itself (R83), and exact all the same.

Every level of every order is a sum over people, so the best answer of the whole is the best answers of the parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import ties
from .problem import NOBODY, Integers, Problem
from .splitting import Split

ELSEWHERE = -2  # a kept activity that the person can no longer have


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
            np.minimum(problem.seats[activities].astype(np.int64), len(persons)),  # more serve nobody
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
