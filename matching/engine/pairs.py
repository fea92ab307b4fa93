"""The feasible pairs of one node, all at once: wishes met, rules kept, scored by rank and travel (R83, R115)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .problem import NOBODY, Integers
from .rules import RULES, WIDEST, Candidates, Column, Rows, pair_number
from .week import widened

CELLS = 2**22  # how many pairs are looked at together
NEAR_START = 14  # days; a later start counts as travel, one point for each three days
FARTHEST = 12  # points; each begun five minutes of travel is one


@dataclass(frozen=True, eq=False)
class Pairs:
    """Rows of a person and an activity, with the rank of the wish that is met and the travel score."""

    person: Integers
    activity: Integers
    rank: Integers
    travel: Integers


def feasible_pairs(
    persons: Column,
    activities: Column,
    minutes: Integers,
    *,
    today: np.datetime64,
    horizon: int,
    offered: tuple[Rows, Rows] | None = None,
) -> Pairs:
    """Every pair that no rule forbids, sorted by person and activity; none is left out to save time.

    `persons` and `activities` are arrays of PERSON and ACTIVITY, `minutes` the travel time between their zones
    (below 0 where there is no way), `horizon` days from `today`, `offered` the rows of pairs offered before.
    """
    before = pair_number(*(offered or (np.empty(0, np.intp),) * 2), len(activities))
    rank_of_kind, kind = wish_ranks(persons, activities)
    busy = widened(persons["busy"], WIDEST)
    found = []
    for first in range(0, len(persons), max(1, CELLS // max(1, len(activities)))):
        rank = rank_of_kind[first : first + max(1, CELLS // max(1, len(activities)))][:, kind]
        person, activity = np.nonzero(rank != NOBODY)
        rank = rank[person, activity]
        person += first
        time = minutes[persons["zone"][person], activities["zone"][activity]]
        pairs = Candidates(persons, activities, busy, person, activity, time, before, today, horizon)
        for forbids in RULES.values():
            allowed = ~forbids(pairs)
            pairs, rank = pairs.only(allowed), rank[allowed]
        score = travel_score(pairs.minutes, activities["start"][pairs.at_activity], today)
        found.append((pairs.at_person.astype(np.int32), pairs.at_activity.astype(np.int32), rank, score))
    empty = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int8), np.empty(0, np.int16))
    return Pairs(*(np.concatenate(column) for column in zip(empty, *found, strict=True)))


def wish_ranks(persons: Column, activities: Column) -> tuple[NDArray[np.int8], Rows]:
    """A table of persons × kinds of activity with the best wish that each kind meets, and each activity's kind.

    A kind is an interest area with its parent; a wish for either is met. NOBODY where no wish is met.
    """
    areas = np.stack([activities["area"], activities["parent"]], axis=1)
    kinds, kind = np.unique(areas, axis=0, return_inverse=True)
    best = np.full((len(persons), len(kinds)), NOBODY, np.int8)
    for rank in reversed(range(persons["wishes"].shape[1])):
        wish = persons["wishes"][:, rank, None]
        if np.any(wish >= 0):
            best[(wish >= 0) & ((wish == kinds[:, 0]) | (wish == kinds[:, 1]))] = rank
    return best, kind.reshape(-1)


def travel_score(minutes: Integers, start: NDArray[np.datetime64], today: np.datetime64) -> NDArray[np.int16]:
    """Points, fewer being better: begun five minutes of travel, at most 12, and begun waiting beyond two weeks."""
    late = np.maximum(0, (start - today).astype(np.int64) - NEAR_START) // 3
    return (np.minimum(FARTHEST, -(-minutes // 5)) + late).astype(np.int16)
