"""Which of a node's activities a person's page has to weigh, however many there are: the engine looks at all (R60)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.engine import RULES, rank_one
from matching.engine.pairs import travel_score
from matching.engine.records import MOST_WISHES
from matching.rules import RULES as PAGE_RULES
from matching.rules import PersonFacts
from matching.scoring import FAR, LastPrices
from matching.selectors.problems import sides_of_one
from nodes.models import ProgrammeTerms
from participants.models import InterestForm

BIT: Final = {name: 1 << bit for bit, name in enumerate(RULES)}
Which = NDArray[np.bool_]
Order = tuple[NDArray[Any], ...]  # columns to sort by, the weightiest first
ABOUT_PERSON: Final = sum(BIT[rule.code] for rule in PAGE_RULES if rule.about_person)


@dataclass(frozen=True)
class Shortlist:
    """Activities by key: the first of each list of the page, and those that tell whether a wish is met or full.

    `of` counts what each list has in all.
    """

    activities: list[int]
    of: Mapping[str, int]


def shortlist(
    form: InterestForm,
    person: PersonFacts,
    *,
    on: date,
    terms: ProgrammeTerms,
    most: int,
    prices: LastPrices | None = None,
) -> Shortlist:
    """The `most` first of each of the lists of `matching.selectors.suggestions`, in the same order as there."""
    sides, pks = sides_of_one(form, person, on=on, terms=terms)
    found = rank_one(sides, 0)
    way = np.where(found.minutes < 0, FAR, found.minutes.astype(np.int64))
    start, key = sides.of_activity["start"][found.activity], pks[found.activity]
    worth = _worth(prices, key, found.rank, travel_score(way, start, sides.today)) if prices else ()
    order = (*worth, found.rank, way, start, key)
    against, guest = found.against, sides.of_activity["guest"][found.activity]
    of_activity = against & ~np.uint16(ABOUT_PERSON)
    elsewhere = of_activity == BIT["node"]
    lists: dict[str, tuple[Which, Order]] = {
        "fitting": (against == 0, order),
        "fitting_later": ((against != 0) & (of_activity == 0), order),
        "elsewhere": (elsewhere, (way, *order)),
        "ruled_out": ((of_activity != 0) & ~elsewhere, (np.bitwise_count(of_activity), *order)),
    }
    shown = [_first(np.flatnonzero(which), by, most) for which, by in lists.values()]
    for wish in range(MOST_WISHES):
        own = (found.rank == wish) & ~guest
        shown += [np.flatnonzero(own & says)[:1] for says in (True, against & BIT["seat"] == 0, of_activity == 0)]
    rows = np.unique(np.concatenate(shown))
    return Shortlist(key[rows].tolist(), {name: int(np.count_nonzero(which)) for name, (which, _by) in lists.items()})


def _first(rows: NDArray[np.intp], order: Order, most: int) -> NDArray[np.intp]:
    """The `most` first of these rows, in no order, without sorting all of them."""
    sure: list[NDArray[np.intp]] = []
    for column in order:
        if len(rows) <= most:
            break
        figure = column[rows]
        last = np.partition(figure, most - 1)[most - 1]
        sure.append(rows[figure < last])
        rows, most = rows[figure == last], most - len(sure[-1])
    return np.concatenate([*sure, rows[:most]])


def _worth(
    last: LastPrices, key: NDArray[np.int64], level: NDArray[Any], travel: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What `LastPrices.order` says of each pair."""
    dear = np.array(sorted(last.at), np.int64)
    place = np.searchsorted(dear, key)
    row = np.array([last.at[each] for each in dear.tolist()] + [0], np.int64)
    at = np.where(np.isin(key, dear), row[place], 0)
    return last.prices.cost(at, level.astype(np.int64), travel.astype(np.int64)), last.prices.price[at]
