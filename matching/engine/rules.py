"""What forbids a pair: each rule once, by name, for one person or for all of a node alike (R80, R83, R115).

A rule answers, for many pairs at once, where it stands in the way. The same table gives the feasible pairs, the
suggestions for one person and the answer to "why not".
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .sides import WIDEST, Candidates, pair_number
from .week import SLOT_MINUTES, WORDS

Forbids = Callable[[Candidates], NDArray[np.bool_]]


def _clash(pairs: Candidates) -> NDArray[np.bool_]:
    """The activity, or the way there or back, falls in a time that is taken."""
    steps = -(-np.clip(pairs.minutes, 0, WIDEST * SLOT_MINUTES) // SLOT_MINUTES)
    shared = np.zeros(len(steps), np.uint64)
    for word in range(WORDS):
        if not pairs.sides.busy[-1, :, word].any():
            continue
        slots = pairs.sides.activities["slots"][:, word][pairs.at_activity]
        shared |= pairs.sides.busy[:, :, word][steps, pairs.at_person] & slots
    return shared != 0


def _language(pairs: Candidates) -> NDArray[np.bool_]:
    needed = pairs.activity("languages")
    return (needed != 0) & (needed & pairs.person("languages") == 0)


def _start(pairs: Candidates) -> NDArray[np.bool_]:
    start, today = pairs.activity("start"), pairs.sides.today
    return ~((start > today) & (start <= today + pairs.sides.horizon))


def _age(pairs: Candidates) -> NDArray[np.bool_]:
    """Whole years on the day the activity starts, both limits included; an unknown age fits nowhere."""
    born = pairs.sides.born[pairs.at_person]
    age = (pairs.sides.starts[pairs.at_activity] - born) // 10_000
    return ~((born > 0) & (age >= pairs.activity("youngest")) & (age <= pairs.activity("oldest")))


def _offered(pairs: Candidates) -> NDArray[np.bool_]:
    if not len(pairs.sides.offered):
        return np.zeros(len(pairs.minutes), bool)
    activities = len(pairs.sides.activities)
    return np.isin(
        pair_number(pairs.at_person, np.arange(activities)[pairs.at_activity], activities), pairs.sides.offered
    )


RULES: dict[str, Forbids] = {
    "seat": lambda pairs: pairs.activity("seats") <= 0,
    "start": _start,
    "waiver": lambda pairs: ~pairs.person("waiver"),
    "eligibility": lambda pairs: ~(pairs.person("eligible_until") >= pairs.activity("start")),
    "sex": lambda pairs: pairs.activity("sexes") & pairs.person("sex") == 0,
    "children": lambda pairs: pairs.person("children") & ~pairs.activity("children"),
    "travel": lambda pairs: (pairs.minutes < 0) | (pairs.minutes > pairs.person("most_travel")),
    "language": _language,
    "clash": _clash,
    "age": _age,
    "offered": _offered,
}
