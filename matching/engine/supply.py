"""The activities of a node column by column, with what the rules work out from these alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .days import numbered
from .week import slots

Column = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Supply:
    """Activities by their order; the last axis of each column is theirs.

    `of` has the fields of ACTIVITY, `areas` and `groups` as rows of words, and besides `slots`, words of the week with
    each one's half hours, and `starts`, the days of starting as numbers of the calendar; 28 February counts as the 29th
    in years without one (lag 1930:173 § 1).
    """

    of: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.of["zone"])

    def replaced(self, at: NDArray[np.intp], more: "Supply") -> "Supply":
        """The same with other values for these."""
        of = {name: column.copy() for name, column in self.of.items()}
        for name, column in of.items():
            column[..., at] = more.of[name]
        return Supply(of)

    def changed(self, stay: NDArray[np.bool_], before: NDArray[np.intp], more: "Supply") -> "Supply":
        """Those that stay, and of `more` each before a place among these."""
        return Supply({name: np.insert(of[..., stay], before, more.of[name], axis=-1) for name, of in self.of.items()})


def supply_of(rows: Column) -> Supply:
    """The columns of an array of ACTIVITY."""
    of = {name: np.ascontiguousarray(rows[name].T) for name in rows.dtype.names or ()}
    of["slots"] = np.ascontiguousarray(slots(np.arange(len(rows)), rows["begins"], rows["lasts"], len(rows)).T)
    of["starts"] = numbered(rows["start"], short_february=True)
    return Supply(of)
