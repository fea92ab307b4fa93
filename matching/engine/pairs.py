"""The feasible pairs of one node, all at once: wishes met, rules kept, scored by rank and travel (R83, R115)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .problem import Integers
from .rules import OF_ACTIVITY, OF_PAIR, OF_PERSON
from .sides import Rows, Sides
from .wishes import candidates

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


def feasible_pairs(sides: Sides) -> Pairs:
    """Every pair that no rule forbids, sorted by person and activity; none is left out to save time."""
    persons, activities = np.ones(len(sides.persons), bool), np.ones(len(sides.activities), bool)
    for forbids in OF_PERSON.values():
        persons &= ~forbids(sides)
    for forbids in OF_ACTIVITY.values():
        activities &= ~forbids(sides)
    found = [_block(sides, rows, np.flatnonzero(activities)) for rows in blocks(np.flatnonzero(persons), sides)]
    nothing = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int8), np.empty(0, np.int16))
    return Pairs(*(np.concatenate(column) for column in zip(nothing, *found, strict=True)))


def blocks(persons: Rows, sides: Sides) -> list[Rows]:
    """The persons in as few parts as memory allows beside all activities."""
    step = max(1, CELLS // max(1, len(sides.activities)))
    return [persons[first : first + step] for first in range(0, len(persons), step)]


def _block(sides: Sides, persons: Rows, activities: Rows) -> tuple[Integers, Integers, Integers, Integers]:
    pairs = candidates(sides, persons, activities)
    for forbids in OF_PAIR.values():
        pairs = pairs.only(~forbids(pairs))
    score = travel_score(pairs.minutes, pairs.activity("start"), sides.today)
    return pairs.at_person.astype(np.int32), pairs.at_activity.astype(np.int32), pairs.rank, score


def travel_score(minutes: Integers, start: NDArray[np.datetime64], today: np.datetime64) -> NDArray[np.int16]:
    """Points, fewer being better: begun five minutes of travel, at most 12, and begun waiting beyond two weeks.

    A way that is not known counts as far.
    """
    late = np.maximum(0, (start - today).astype(np.int64) - NEAR_START) // 3
    way = np.where(minutes < 0, FARTHEST, np.minimum(FARTHEST, -(-minutes // 5)))
    return (way + late).astype(np.int16)
