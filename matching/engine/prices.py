"""Seat prices: the proof that an assignment is best, read off the assignment itself.

The solver gives no prices, so they are found afterwards, as the lowest ones under which nobody would rather have
another seat: the longest paths over "could move from here to there" (Bellman and Ford, all arcs at once).
"""

import numpy as np
from numpy.typing import NDArray

from .arrays import of_rows
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
    here = of_rows(face.activity, chosen, nowhere)
    paid = np.where(placed, of_rows(of_pair, chosen, 0), of_none)
    load = np.bincount(here, minlength=nowhere + 1)[:nowhere]
    free = ~face.must_fill
    spare = np.flatnonzero(free & (load < face.seats))
    leavers = np.flatnonzero(face.may_go_without & placed)
    first = np.searchsorted(face.person, np.arange(len(paid) + 1))  # the pairs of each person lie together
    price = np.zeros(nowhere + 1, np.int64)
    value, better = paid, np.flatnonzero(paid[face.person] > of_pair)
    for _ in range(nowhere + 2):
        before = price.copy()
        np.maximum.at(price, face.activity[better], value[face.person[better]] - of_pair[better])
        price[nowhere] = max(
            price[nowhere],
            (value[leavers] - of_none[leavers]).max(initial=0),
            price[spare].max(initial=0),
        )
        price[:nowhere][free] = np.maximum(price[:nowhere][free], price[nowhere])
        if np.array_equal(price, before):
            return price[:nowhere] - price[nowhere]
        # Whose own seat costs no more than before would not move now either.
        value = paid + price[here]
        better = _pairs_of(np.flatnonzero(price[here] > before[here]), first)
    raise NotOptimal("No seat prices support the assignment: somebody could move to a better place.")


def _pairs_of(people: NDArray[np.intp], first: NDArray[np.intp]) -> NDArray[np.intp]:
    """The positions of these people's pairs, where each one's begin at `first`."""
    number = first[people + 1] - first[people]
    return np.arange(number.sum()) + np.repeat(first[people] - np.cumsum(number) + number, number)
