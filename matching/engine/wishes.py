"""Which pairs meet a wish, and how well: the wish itself first, then what is of the same group (R60, R111)."""

import numpy as np
from numpy.typing import NDArray

from .problem import NOBODY, Integers
from .records import MOST_WISHES
from .sides import Candidates, Rows, Sides


def candidates(sides: Sides, persons: Rows, activities: Rows) -> Candidates:
    """Every pair of these persons and activities that meets a wish, sorted by person and activity."""
    areas, groups = sides.of_activity["areas"][activities], sides.of_activity["groups"][activities]
    wishes, near = sides.of_person["wishes"][persons], sides.of_person["groups"][persons]
    if len(persons) > 1:  # many activities are of the same kind
        kinds, kind = np.unique(np.hstack([areas, groups]), axis=0, return_inverse=True)
        areas, groups = np.split(kinds, 2, axis=1)
        ranks = np.take(best_wish(wishes, near, areas, groups), kind, axis=1)
    else:
        ranks = best_wish(wishes, near, areas, groups)
    met = np.flatnonzero(ranks != NOBODY)
    row, column = np.divmod(met, max(1, len(activities)))
    at_person, at_activity = persons[row], activities[column]
    zones = sides.of_person["zone"][at_person], sides.of_activity["zone"][at_activity]
    return Candidates(sides, at_person, at_activity, ranks.reshape(-1)[met], sides.minutes[zones])


def best_wish(
    wishes: Integers, near: Integers, areas: NDArray[np.uint64], groups: NDArray[np.uint64]
) -> NDArray[np.int8]:
    """A table of persons × kinds of activity with the best wish met, NOBODY for none.

    The wishes themselves count 0, 1, 2; what is only of the same group as a wish counts 3, 4, 5.
    """
    best = np.full((len(wishes), len(areas)), NOBODY, np.int8)
    for nearness, wanted, there in ((MOST_WISHES, near, _table(groups)), (0, wishes, _table(areas))):
        for rank in reversed(range(MOST_WISHES)):
            np.copyto(best, nearness + rank, where=there[wanted[:, rank]])
    return best


def _table(words: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """A table of areas × rows; the last row is that of "no wish", which nothing meets."""
    there = np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, bitorder="little").astype(bool)
    return np.vstack([there.T, np.zeros(len(words), bool)])
