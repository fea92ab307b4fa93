"""The interest areas, numbered from 0 for the engine."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.engine import ProblemError
from matching.engine.records import MOST_AREAS
from nodes.models import InterestArea


@dataclass(frozen=True)
class Areas:
    """The areas' ids in rising order; an area's number is its place among them. `group` is each one's group.

    `rows` holds the id, the group's id and the code of each as they were read.
    """

    rows: tuple[tuple[int, int | None, str], ...]
    ids: NDArray[np.int64] = field(compare=False)
    group: NDArray[np.int64] = field(compare=False)

    def number(self, code: str) -> int:
        """The number of the area with this code."""
        return next(number for number, (_pk, _parent, each) in enumerate(self.rows) if each == code)

    def numbers(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of each id."""
        return np.searchsorted(self.ids, ids)


def read_areas() -> Areas:
    """All areas; one query. Raises ProblemError where there are more than the engine has bits for."""
    rows = tuple(InterestArea.objects.order_by("id").values_list("id", "parent_id", "code"))
    if len(rows) > MOST_AREAS:
        raise ProblemError(f"There are {len(rows)} interest areas; the engine has room for {MOST_AREAS}.")
    ids = np.array([pk for pk, _parent, _code in rows], np.int64)
    group = np.searchsorted(ids, np.array([parent or pk for pk, parent, _code in rows], np.int64))
    return Areas(rows, ids, group)
