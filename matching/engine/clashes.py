"""Whether an activity, or the way there or back, falls in a time that is taken: to the minute (R80)."""

import numpy as np
from numpy.typing import NDArray

from .sides import Candidates
from .week import SLOT_MINUTES, WORDS, meet


def clash(pairs: Candidates) -> NDArray[np.bool_]:
    """Where the pair clashes. Half hours say where it may; only there the minutes and the season are looked at."""
    steps = -(-np.maximum(pairs.minutes, 0) // SLOT_MINUTES)
    shared = np.zeros(len(steps), np.uint64)
    for word in range(WORDS):
        busy, slots = pairs.sides.busy[word], pairs.sides.of_activity["slots"][word]
        if busy[-1].any():
            shared |= busy[steps, pairs.at_person] & slots[pairs.at_activity]
    found = shared != 0
    maybe = np.flatnonzero(found)
    found[maybe] = _to_the_minute(pairs, maybe)
    return found


def _to_the_minute(pairs: Candidates, maybe: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Each pair beside each of its person's taken times."""
    sides, person, activity = pairs.sides, pairs.at_person[maybe], pairs.at_activity[maybe]
    first = sides.first_taken[person]
    times = sides.first_taken[person + 1] - first
    pair = np.repeat(np.arange(len(maybe)), times)
    taken = sides.taken[np.arange(len(pair)) - np.repeat(np.cumsum(times) - times - first, times)]
    there = activity[pair]
    way = np.maximum(pairs.minutes[maybe], 0).astype(np.int64)[pair]
    of_activity = sides.of_activity
    hit = meet(
        of_activity["begins"][there] - way, of_activity["lasts"][there] + 2 * way, taken["begins"], taken["lasts"]
    )
    hit &= (taken["last"] >= of_activity["start"][there]) & (taken["first"] <= of_activity["end"][there])
    return np.bincount(pair[hit], minlength=len(maybe)) > 0
