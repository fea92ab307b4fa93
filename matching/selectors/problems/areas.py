"""The interest areas, numbered from 0 for the engine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine import ProblemError
from matching.engine.records import MOST_AREAS
from nodes.models import InterestArea


@dataclass(frozen=True)
class Areas:
    """The areas' ids in rising order; an area's number is its place among them. `group` is each one's group."""

    ids: NDArray[np.int64]
    group: NDArray[np.int64]

    def numbers(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of each id."""
        return np.searchsorted(self.ids, ids)


def read_areas() -> Areas:
    """All areas; one query. Raises ProblemError where there are more than the engine has bits for."""
    rows = list(InterestArea.objects.order_by("id").values_list("id", "parent_id"))
    if len(rows) > MOST_AREAS:
        raise ProblemError(f"There are {len(rows)} interest areas; the engine has room for {MOST_AREAS}.")
    ids = np.array([pk for pk, _parent in rows], np.int64)
    group = np.searchsorted(ids, np.array([parent or pk for pk, parent in rows], np.int64))
    return Areas(ids, group)
