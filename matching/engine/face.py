"""What may still be chosen once the passes so far are settled: the face of all their best answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .orders import Cost
from .parts import Part
from .problem import NOBODY, Integers


@dataclass(frozen=True, eq=False)
class Face:
    """The pairs still in play, who may go without and which activities must be full.

    `at` numbers the pairs within the part; `person`, `activity` are theirs, sorted by person.
    """

    at: NDArray[np.intp]
    person: Integers
    activity: Integers
    seats: Integers
    may_go_without: NDArray[np.bool_]
    must_fill: NDArray[np.bool_]


def whole(part: Part) -> Face:
    """Everything is in play, save that a locked person has the locked pair only."""
    free = part.locked == NOBODY
    nobody = np.zeros(len(part.seats), bool)
    if free.all():
        return Face(np.arange(len(part.pair)), part.person, part.activity, part.seats, free, nobody)
    in_play = free[part.person] | (part.locked[part.person] == part.activity)
    return _face(part, np.flatnonzero(in_play), free, nobody)


def _face(part: Part, at: NDArray[np.intp], may: NDArray[np.bool_], must: NDArray[np.bool_]) -> Face:
    return Face(at, part.person[at], part.activity[at], part.seats, may, must)


def least(face: Face, of_pair: Cost, of_none: Cost, price: Cost) -> Cost:
    """What each person's cheapest way out costs with seats at these prices: the dual values of the people."""
    least = np.where(face.may_go_without, of_none, np.iinfo(np.int64).max)
    starts = np.flatnonzero(np.diff(face.person, prepend=-1))
    if len(starts):
        who = face.person[starts]
        least[who] = np.minimum(least[who], np.minimum.reduceat(of_pair + price[face.activity], starts))
    return least


def narrowed(part: Part, face: Face, of_pair: Cost, of_none: Cost, price: Cost) -> tuple[Face, Cost]:
    """The face of the best answers by these prices, and the people's dual values.

    By complementary slackness a best answer uses only pairs that cost no more than the person's least, and fills
    each activity whose seats have a price.
    """
    value = least(face, of_pair, of_none, price)
    tight = of_pair + price[face.activity] == value[face.person]
    may = face.may_go_without & (of_none == value)
    return _face(part, face.at[tight], may, face.must_fill | (price > 0)), value
