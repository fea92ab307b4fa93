"""Where people live and activities are, as rows of the travel table (R83)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from nodes.travel import matrix
from nodes.zones import zone_of

UNKNOWN = -1  # minutes


@cache
def travel_table() -> NDArray[np.int16]:
    """Minutes between all zones; the last row and column are those of places outside the county, which nobody knows."""
    return np.pad(matrix().minutes, (0, 1), constant_values=UNKNOWN)


def zones(municipality: NDArray[np.int32], postcode: NDArray[np.int32]) -> NDArray[np.int32]:
    """The row of each place in the travel table. Each different place is looked up once."""
    index = matrix().index
    places, place = np.unique(municipality.astype(np.int64) * 100_000 + postcode, return_inverse=True)
    rows = [index.get(zone_of(f"{each // 100_000:04}", f"{each % 100_000:05}"), len(index)) for each in places.tolist()]
    return np.array(rows, np.int32)[place] if rows else np.empty(0, np.int32)
