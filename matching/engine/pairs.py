"""The feasible pairs of one node, all at once: wishes met, rules kept, scored by rank and travel (R83, R115)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .problem import NOBODY, Integers
from .rules import RULES
from .sides import Candidates, Column, Rows, Sides, pair_number

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
    sides = Sides(persons, activities, minutes, before, today, horizon)
    kinds, kind = np.unique(_area_numbers(activities), return_inverse=True)
    rank_of_kind = best_wish(persons["wishes"], kinds >> 32, (kinds & 0xFFFFFFFF) - 1)
    step = max(1, CELLS // max(1, len(activities)))
    found = [
        _block(sides, first, np.take(rank_of_kind[first : first + step], kind, axis=1))
        for first in range(0, len(persons), step)
    ]
    nothing = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int8), np.empty(0, np.int16))
    return Pairs(*(np.concatenate(column) for column in zip(nothing, *found, strict=True)))


def _block(sides: Sides, first: int, rank: NDArray[np.int8]) -> tuple[Integers, Integers, Integers, Integers]:
    """The pairs of some persons, the first of them at row `first`, from a table of the ranks of their wishes."""
    met = np.flatnonzero(rank != NOBODY)
    person, activity = np.divmod(met, rank.shape[1])
    rank = rank.reshape(-1)[met]
    person += first
    time = sides.minutes[sides.persons["zone"][person], sides.activities["zone"][activity]]
    for forbids in RULES.values():
        allowed = np.flatnonzero(~forbids(Candidates(sides, person, activity, time)))
        if len(allowed) < len(person):
            person, activity, rank, time = person[allowed], activity[allowed], rank[allowed], time[allowed]
    score = travel_score(time, sides.activities["start"][activity], sides.today)
    return person.astype(np.int32), activity.astype(np.int32), rank, score


def _area_numbers(activities: Column) -> NDArray[np.int64]:
    """One number per area and its parent: activities of the same kind meet the same wishes."""
    return (activities["area"].astype(np.int64) << 32) + activities["parent"] + 1


def best_wish(wishes: Integers, area: Integers, parent: Integers) -> NDArray[np.int8]:
    """A table of persons × areas with the best wish for the area or its parent, NOBODY for none."""
    best = np.full((len(wishes), len(area)), NOBODY, np.int8)
    area, parent = np.ascontiguousarray(area), np.ascontiguousarray(parent)
    for rank in reversed(range(wishes.shape[1])):
        wish = wishes[:, rank, None]
        if np.any(wish >= 0):
            best[(wish >= 0) & ((wish == area) | (wish == parent))] = rank
    return best


def travel_score(minutes: Integers, start: NDArray[np.datetime64], today: np.datetime64) -> NDArray[np.int16]:
    """Points, fewer being better: begun five minutes of travel, at most 12, and begun waiting beyond two weeks."""
    late = np.maximum(0, (start - today).astype(np.int64) - NEAR_START) // 3
    return (np.minimum(FARTHEST, -(-minutes // 5)) + late).astype(np.int16)
