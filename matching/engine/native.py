"""One pass of least-cost flow by the project's own solver, `simplex.c`, where `script/setup` has compiled it."""

import ctypes
from collections.abc import Callable
from functools import cache
from math import isqrt
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from .arrays import of_rows
from .face import Face
from .orders import Cost
from .problem import NOBODY, Integers

LIBRARY = Path(__file__).with_name("simplex.so")
SMALLEST_BLOCK = 64  # how many arcs are looked at, at least, before the best of them is taken


def flow(face: Face, of_pair: Cost, of_none: Cost) -> NDArray[np.intp] | None:
    """For each person the position in the face of the chosen pair, NOBODY for none.

    None where some would have to go without, or some seats stay empty, that must not. Raises MemoryError.
    """
    people, open_ones = len(face.may_go_without), np.flatnonzero(face.seats)
    pairs = np.flatnonzero(face.seats[face.activity])
    at: NDArray[np.intp] | slice = pairs if len(pairs) < len(face.at) else slice(None)  # as a rule all have seats
    of_pair = of_pair[at]
    forbidden = _forbidden(min(people, len(open_ones)), of_pair, of_none[face.may_go_without])
    cost = np.concatenate(
        [
            of_pair,
            np.where(face.may_go_without, of_none, forbidden),
            [0],
            np.where(face.must_fill[open_ones], forbidden, 0),
        ],
        dtype=np.int64,
    )
    row, column = _ends(face, at, open_ones)
    chosen = np.empty(people, np.int64)
    seats = face.seats[open_ones].astype(np.int64)
    block = max(SMALLEST_BLOCK, isqrt(len(cost)))
    if _cheapest()(people, len(open_ones), len(pairs), row, column, cost, seats, block, chosen):
        raise MemoryError("The solver got no memory for its tree.")
    found = of_rows(pairs, np.where(chosen < len(pairs), chosen, NOBODY), NOBODY)
    filled = np.bincount(face.activity[found[found != NOBODY]], minlength=len(face.seats))
    met = (face.may_go_without | (found != NOBODY)).all() and (filled >= face.seats)[face.must_fill].all()
    return found if met else None


def _forbidden(longest: int, *costs: Cost) -> int:
    """More than any exchange can save: a way through the tree meets each side's nodes once."""
    return (longest + 2) * (1 + max(int(max(cost.max(initial=0), -cost.min(initial=0))) for cost in costs))


def _ends(face: Face, at: NDArray[np.intp] | slice, open_ones: NDArray[np.intp]) -> tuple[Integers, Integers]:
    """Row and column of each arc, in the order that `simplex.c` asks for."""
    empty = len(face.may_go_without)  # the row of the empty seats, after the people
    activities = np.arange(empty + 1, empty + 1 + len(open_ones))
    column_of = np.zeros(len(face.seats), np.int32)
    column_of[open_ones] = activities
    nowhere = np.full(empty + 1, empty + 1 + len(open_ones))
    row = np.concatenate([face.person[at], np.arange(empty + 1), np.full(len(open_ones), empty)], dtype=np.int32)
    return row, np.concatenate([column_of[face.activity[at]], nowhere, activities], dtype=np.int32)


@cache
def _cheapest() -> Callable[..., int]:
    function = ctypes.CDLL(str(LIBRARY)).cheapest
    narrow, wide = (np.ctypeslib.ndpointer(width, ndim=1, flags="C_CONTIGUOUS") for width in (np.int32, np.int64))
    count = ctypes.c_int32
    function.argtypes = [count, count, count, narrow, narrow, wide, wide, ctypes.c_int64, wide]
    function.restype = ctypes.c_int
    return cast(Callable[..., int], function)
