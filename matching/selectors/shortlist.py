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
    order = np.lexsort((key, start, way, found.rank, *worth))
    against, level, guest = found.against[order], found.rank[order], sides.of_activity["guest"][found.activity][order]
    of_activity = against & ~np.uint16(ABOUT_PERSON)
    elsewhere = of_activity == BIT["node"]
    ruled_out = (of_activity != 0) & ~elsewhere
    lists = {
        "fitting": np.flatnonzero(against == 0),
        "fitting_later": np.flatnonzero((against != 0) & (of_activity == 0)),
        "elsewhere": _by(way[order], np.flatnonzero(elsewhere)),
        "ruled_out": _by(np.bitwise_count(of_activity), np.flatnonzero(ruled_out)),
    }
    shown = [rows[:most] for rows in lists.values()]
    for wish in range(MOST_WISHES):
        own = (level == wish) & ~guest
        shown += [np.flatnonzero(own & says)[:1] for says in (True, against & BIT["seat"] == 0, of_activity == 0)]
    rows = order[np.unique(np.concatenate(shown))]
    return Shortlist(key[rows].tolist(), {name: len(rows) for name, rows in lists.items()})


def _by(figure: NDArray[Any], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """The rows by a figure, of equals in the order that they had."""
    return rows[np.argsort(figure[rows], kind="stable")]


def _worth(
    last: LastPrices, key: NDArray[np.int64], level: NDArray[Any], travel: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What `LastPrices.order` says of each pair, its weightiest part last."""
    at = np.array([last.at.get(each, 0) for each in key.tolist()], np.int64)
    return last.prices.price[at], last.prices.cost(at, level.astype(np.int64), travel.astype(np.int64))
