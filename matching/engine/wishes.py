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
    is_met = ranks != NOBODY
    met, number = np.flatnonzero(is_met), np.count_nonzero(is_met, axis=1)
    column = met - np.repeat(np.arange(len(persons)) * ranks.shape[1], number)
    at_person, at_activity = np.repeat(persons, number), column if activities is None else activities.take(column)
    home, there = sides.of_person["zone"].take(at_person), sides.of_activity["zone"].take(at_activity)
    minutes = sides.minutes.take(home * np.int64(sides.minutes.shape[1]) + there)
    return Candidates(sides, at_person, at_activity, ranks.take(met), minutes)


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
