"""Days as numbers of the calendar, for ages of many people at once."""

import numpy as np
from numpy.typing import NDArray


def numbered(days: NDArray[np.datetime64], *, short_february: bool = False) -> NDArray[np.int64]:
    """20261122 for 22 November 2026, so that an age is a difference of numbers; 0 for an unknown day.

    With `short_february` the 28th stands for the 29th in years that lack one.
    """
    known = ~np.isnat(days)
    if not known.any():
        return np.zeros(len(days), np.int64)
    first, last = days[known].min(), days[known].max()
    every = np.arange(first, last + 1)  # far fewer days than rows: ask the calendar once for each
    year, month = every.astype("M8[Y]"), every.astype("M8[M]")
    number = (year.astype(np.int64) + 1970) * 10_000
    number += (month - year).astype(np.int64) * 100 + (every - month).astype(np.int64) + 101
    if short_february:
        number += (number % 10_000 == 228) & ((every + 1).astype("M8[M]") > month)
    return np.where(known, number[np.where(known, (days - first).astype(np.int64), 0)], 0)
