"""Which pairs meet a wish, and how well: the wish itself first, then what is of the same group (R60, R111)."""

import numpy as np
from numpy.typing import NDArray

from .problem import NOBODY, Integers
from .records import MOST_WISHES
from .sides import Candidates, Rows, Sides

UNMET = np.int8(64)  # more than any rank


def candidates(sides: Sides, persons: Rows, activities: Rows | None = None) -> Candidates:
    """Every pair of these persons and activities (all where none are given) that meets a wish, sorted by both."""
    areas, groups = sides.of_activity["areas"], sides.of_activity["groups"]
    if activities is not None:
        areas, groups = areas[:, activities], groups[:, activities]
    wishes, near = sides.of_person["wishes"][persons], sides.of_person["groups"][persons]
    if len(persons) > 1:  # many activities are of the same kind
        kinds, kind = np.unique(np.vstack([areas, groups]), axis=1, return_inverse=True)
        ranks = np.take(best_wish(wishes, near, *np.split(kinds, 2)), kind, axis=1)
    else:
        ranks = best_wish(wishes, near, areas, groups)
    met = np.flatnonzero(ranks != NOBODY)
    row, column = np.divmod(met, max(1, ranks.shape[1])) if len(persons) > 1 else (np.zeros_like(met), met)
    at_person, at_activity = persons[row], column if activities is None else activities[column]
    zones = sides.of_person["zone"][at_person], sides.of_activity["zone"][at_activity]
    return Candidates(sides, at_person, at_activity, ranks.reshape(-1)[met], sides.minutes[zones])


def best_wish(
    wishes: Integers, near: Integers, areas: NDArray[np.uint64], groups: NDArray[np.uint64]
) -> NDArray[np.int8]:
    """A table of persons × kinds of activity (columns of words) with the best wish met, NOBODY for none.

    The wishes themselves count 0, 1, 2; what is only of the same group as a wish counts 3, 4, 5.
    """
    best = np.full((len(wishes), areas.shape[1]), UNMET, np.int8)
    for nearness, wanted, words in ((0, wishes, areas), (MOST_WISHES, near, groups)):
        numbers, place = np.unique(wanted, return_inverse=True)
        unmet = np.array([_lacks(words, number) for number in numbers.tolist()]) * UNMET
        for rank in range(MOST_WISHES):
            np.minimum(best, unmet[place.reshape(wanted.shape)[:, rank]] + np.int8(nearness + rank), out=best)
    return np.where(best < UNMET, best, np.int8(NOBODY))


def _lacks(words: NDArray[np.uint64], area: int) -> NDArray[np.bool_]:
    """Which columns have not the area; all where it is NOBODY, no wish."""
    if area == NOBODY:
        return np.ones(words.shape[1], bool)
    word, bit = divmod(area, 64)
    return words[word] & np.uint64(1 << bit) == 0
