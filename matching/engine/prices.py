"""Seat prices: the proof that an assignment is best, read off the assignment itself.

The solver gives no prices, so they are found afterwards, as the lowest ones under which nobody would rather have
another seat: the longest paths over "could move from here to there" (Bellman and Ford, all arcs at once).
"""

import numpy as np
from numpy.typing import NDArray

from .face import Face
from .orders import Cost
from .problem import NOBODY


class NotOptimal(RuntimeError):
    """No prices support the assignment, so it is not a best one."""


def lowest(face: Face, of_pair: Cost, of_none: Cost, chosen: NDArray[np.intp]) -> Cost:
    """The lowest supporting price per activity; going without is free. Raises NotOptimal.

    An activity with seats left costs nothing. One that must be full may have a negative price.
    """
    nowhere = len(face.seats)  # the vertex "no place", after the activities
    placed = chosen != NOBODY
    here = np.append(face.activity, nowhere)[chosen]  # NOBODY picks the last
    paid = np.where(placed, np.append(of_pair, 0)[chosen], of_none)
    load = np.bincount(here, minlength=nowhere + 1)[:nowhere]
    free = ~face.must_fill
    spare = np.flatnonzero(free & (load < face.seats))
    by_activity = np.argsort(_small(face.activity, nowhere), kind="stable")
    person, cost, target = face.person[by_activity], of_pair[by_activity], face.activity[by_activity]
    starts = np.flatnonzero(np.diff(target, prepend=-1))
    target = target[starts]
    leavers = np.flatnonzero(face.may_go_without & placed)
    price = np.zeros(nowhere + 1, np.int64)
    for _ in range(nowhere + 2):
        value = paid + price[here]
        before = price.copy()
        if len(starts):
            price[target] = np.maximum(price[target], np.maximum.reduceat(value[person] - cost, starts))
        price[nowhere] = max(
            price[nowhere],
            (value[leavers] - of_none[leavers]).max(initial=0),
            price[spare].max(initial=0),
        )
        price[:nowhere][free] = np.maximum(price[:nowhere][free], price[nowhere])
        if np.array_equal(price, before):
            return price[:nowhere] - price[nowhere]
    raise NotOptimal("No seat prices support the assignment: somebody could move to a better place.")


def _small(numbers: NDArray[np.integer], limit: int) -> NDArray[np.integer]:
    return numbers.astype(np.uint16) if limit <= 2**16 else numbers
