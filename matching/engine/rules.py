"""What forbids a pair: each rule once, by name, for one person or for all of a node alike (R80, R83, R115).

A rule answers, for many rows at once, where it stands in the way. The same tables give the feasible pairs, the
suggestions for one person and the answer to "why not".
"""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clashes import clash
from .sides import Candidates, Sides, pair_number, positions

Forbids = NDArray[np.bool_]


def _start(sides: Sides) -> Forbids:
    start, today = sides.of_activity["start"], sides.today
    return ~((start > today) & (start <= today + sides.horizon))


def _held(sides: Sides) -> Forbids:
    """There are seats, but each is offered to somebody already."""
    seats = sides.of_activity["seats"]
    return (seats > 0) & (seats <= sides.of_activity["held"])


def _eligibility(pairs: Candidates) -> Forbids:
    start = pairs.activity("start")
    return (start < pairs.person("eligible_from")) | (start > pairs.person("eligible_until"))


def _age(pairs: Candidates) -> Forbids:
    """Whole years on the day the activity starts, both limits included."""
    age = np.maximum(0, pairs.activity("starts") - pairs.sides.born[pairs.at_person]) // 10_000
    return (age < pairs.activity("youngest")) | (age > pairs.activity("oldest"))


def _language(pairs: Candidates) -> Forbids:
    needed = pairs.activity("languages")
    return (needed != 0) & (needed & pairs.person("languages") == 0)


def _among(pairs: Candidates, numbers: NDArray[np.int64]) -> Forbids:
    found = np.zeros(len(pairs.rank), bool)
    if len(numbers) and len(found):
        own = pair_number(pairs.at_person, pairs.at_activity, len(pairs.sides.activities))
        found[positions(own, numbers)] = True
    return found


OF_ACTIVITY: dict[str, Callable[[Sides], Forbids]] = {
    "seat": lambda sides: sides.of_activity["seats"] <= 0,
    "held": _held,
    "start": _start,
    "node": lambda sides: sides.of_activity["guest"],
}
OF_PERSON: dict[str, Callable[[Sides], Forbids]] = {"waiver": lambda sides: ~sides.of_person["waiver"]}
OF_PAIR: dict[str, Callable[[Candidates], Forbids]] = {
    "eligibility": _eligibility,
    "sex": lambda pairs: pairs.activity("sexes") & pairs.person("sex") == 0,
    "children": lambda pairs: pairs.person("children") & ~pairs.activity("children"),
    "travel": lambda pairs: pairs.minutes > pairs.person("most_travel"),
    "age": _age,
    "language": _language,
    "clash": clash,
    "placed": lambda pairs: _among(pairs, pairs.sides.placed),
    "offered": lambda pairs: _among(pairs, pairs.sides.offered) & ~_among(pairs, pairs.sides.placed),
}
RULES = (*OF_ACTIVITY, *OF_PERSON, *OF_PAIR)
BIT = {name: np.uint16(1 << bit) for bit, name in enumerate(RULES)}  # of what speaks against a pair


def against(pairs: Candidates) -> NDArray[np.uint16]:
    """Everything that speaks against each pair: one bit per rule, see BIT."""
    found = _bits(OF_ACTIVITY, pairs.sides)[pairs.at_activity]
    found |= _bits(OF_PERSON, pairs.sides)[pairs.at_person]
    return found | _bits(OF_PAIR, pairs)


def _bits(rules: Mapping[str, Callable[[Any], Forbids]], rows: Sides | Candidates) -> NDArray[np.uint16]:
    return reduce(np.bitwise_or, (forbids(rows) * BIT[name] for name, forbids in rules.items()))
