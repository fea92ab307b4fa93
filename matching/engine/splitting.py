"""Find the parts of a problem that no pair joins: each node by itself (R83).

Every level of every order is a sum over people, so the best answer of the whole is the best answers of the parts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .problem import NOBODY, Integers, Problem

WORTH_A_CALL = 4096  # people: smaller parts are solved together


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
        left, right = _crossing(problem, of_person, of_activity) if size > 1 else (label[:0], label[:0])
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


def _crossing(problem: Problem, of_person: Integers, of_activity: Integers) -> tuple[Integers, Integers]:
    """The nodes of the pairs that join two."""
    left, right = of_person[problem.person], of_activity[problem.activity]
    apart = left != right
    return left[apart], right[apart]


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
