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
        """The highest number of people, and of people and activities together, in one part."""
        people = np.bincount(self.of_person[self.of_person >= 0], minlength=self.count)
        offered = np.bincount(self.of_activity[self.of_activity >= 0], minlength=self.count)
        return int(people.max(initial=0)), int((people + offered).max(initial=0))


def split(problem: Problem) -> Split:
    """Find the parts: by node where nodes are given, else by who can reach whom."""
    has_pair = np.zeros(problem.people, bool)
    has_pair[problem.person] = True
    wanted = np.zeros(problem.activities, bool)
    wanted[problem.activity] = True
    if problem.node_of_person is not None and problem.node_of_activity is not None:
        both = np.concatenate([problem.node_of_person, problem.node_of_activity])
        names, label = np.unique(both, return_inverse=True)
        of_person, of_activity, size = label[: problem.people], label[problem.people :], len(names)
        crossing = of_person[problem.person] != of_activity[problem.activity]
        left, right = of_person[problem.person[crossing]], of_activity[problem.activity[crossing]]
    else:
        size = problem.people + problem.activities
        of_person, of_activity = np.arange(problem.people), np.arange(problem.people, size)
        left, right = problem.person, problem.activity + problem.people
    root = _components(size, left, right)
    of_person, of_activity = root[of_person], root[of_activity]
    weight = np.bincount(of_person[has_pair], minlength=size)
    bundle = np.cumsum(weight) // WORTH_A_CALL  # neighbours in number share a bundle
    bundle[weight == 0] = bundle[0] if size else 0
    _, bundle = np.unique(bundle, return_inverse=True)
    count = int(bundle.max(initial=-1)) + 1
    of_person = np.where(has_pair, bundle[of_person], NOBODY)
    return Split(of_person, np.where(wanted, bundle[of_activity], NOBODY), count)


def _components(size: int, left: Integers, right: Integers) -> NDArray[np.intp]:
    """The lowest vertex that each vertex can reach: hook the higher root on the lower, then shorten the paths."""
    root = np.arange(size)
    while len(left):
        a, b = root[left], root[right]
        apart = a != b
        left, right = left[apart], right[apart]
        np.minimum.at(root, np.maximum(a, b)[apart], np.minimum(a, b)[apart])
        while not np.array_equal(root, shorter := root[root]):
            root = shorter
    return root


def parts(problem: Problem, keep: Integers, locked: Integers, found: Split) -> Iterator[Part]:
    """Yield the parts of a split one at a time, so that only one is in memory."""
    part_of_pair = found.of_person[problem.person]
    in_order = bool(np.all(part_of_pair[1:] >= part_of_pair[:-1]))
    order = None if in_order else np.argsort(_narrow(part_of_pair, found.count), kind="stable")
    ends = np.cumsum(np.bincount(part_of_pair, minlength=found.count))
    persons = _grouped(found.of_person, found.count)
    activities = _grouped(found.of_activity, found.count)
    person_key, activity_key = ties.keys(problem.person_id), ties.keys(problem.activity_id)
    local = np.empty(max(problem.people, problem.activities) + 1, np.int32)
    del part_of_pair
    for number in range(found.count):
        span = slice(ends[number - 1] if number else 0, ends[number])
        at: NDArray[np.intp] | slice = span if order is None else order[span]
        who, what = persons[number], activities[number]
        local[who] = np.arange(len(who), dtype=np.int32)
        person = local[problem.person[at]]
        local[-1], local[what] = ELSEWHERE, np.arange(len(what), dtype=np.int32)
        activity = local[problem.activity[at]]
        mine = np.isin(keep[who], what)
        pick = _sorted_once(person, activity, problem.rank[at], problem.travel[at])
        pair = np.arange(span.start, span.stop) if order is None else order[span]
        yield Part(
            who,
            what,
            pair[pick],
            person[pick],
            activity[pick],
            problem.rank[at][pick],
            problem.travel[at][pick],
            problem.seats[what].astype(np.int64),
            problem.waiting_class[who],
            np.where(mine, local[keep[who]], np.where(keep[who] == NOBODY, NOBODY, ELSEWHERE)),
            np.where(locked[who] == NOBODY, NOBODY, local[locked[who]]),
            person_key[who],
            activity_key[what],
        )


def _grouped(part_of: Integers, count: int) -> list[NDArray[np.intp]]:
    rows = np.argsort(part_of, kind="stable")
    sizes = np.bincount(part_of + 1, minlength=count + 1)
    return np.split(rows, np.cumsum(sizes)[:-1])[1:]


def _narrow(numbers: Integers, count: int) -> Integers:
    return numbers.astype(np.uint16) if count <= 2**16 else numbers  # 16 bits are sorted by radix


def _sorted_once(person: Integers, activity: Integers, rank: Integers, travel: Integers) -> NDArray[np.intp] | slice:
    """Which pairs to take, sorted by person and activity; of doubles the one of better rank, then nearer."""
    key = person.astype(np.int64) << 32 | activity
    if np.all(key[1:] > key[:-1]):
        return slice(None)
    order = np.lexsort((travel, rank, key))
    key = key[order]
    return order[np.concatenate([[True], key[1:] != key[:-1]])]
