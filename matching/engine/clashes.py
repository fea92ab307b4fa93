"""Whether an activity, or the way there or back, falls in a time that is taken: to the minute (R80)."""

import numpy as np
from numpy.typing import NDArray

from .sides import Candidates
from .week import SLOT_MINUTES, WORDS, meet


def clash(pairs: Candidates) -> NDArray[np.bool_]:
    """Where the pair clashes. Half hours say where it may; only there the minutes and the season are looked at."""
    busy, slots = pairs.sides.busy, pairs.sides.of_activity["slots"]
    steps = -(-np.maximum(pairs.minutes, 0) // SLOT_MINUTES)
    widened = steps * np.int64(busy.shape[-1]) + pairs.at_person
    shared = np.zeros(len(steps), np.uint64)
    for word in range(WORDS):
        if busy[word, -1].any():
            shared |= busy[word].reshape(-1).take(widened) & slots[word].take(pairs.at_activity)
    found = shared != 0
    maybe = np.flatnonzero(found)
    found[maybe] = _to_the_minute(pairs, maybe)
    return found


def _to_the_minute(pairs: Candidates, maybe: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Each pair beside its person's first taken time, then those left beside the second, and so on."""
    sides, person, activity = pairs.sides, pairs.at_person[maybe], pairs.at_activity[maybe]
    way = np.maximum(pairs.minutes[maybe], 0).astype(np.int32)
    begins = sides.of_activity["begins"][activity] - way
    lasts = sides.of_activity["lasts"][activity] + 2 * way
    start, end = sides.of_activity["start"][activity], sides.of_activity["end"][activity]
    first, after = sides.first_taken[person], sides.first_taken[person + 1]
    found = np.zeros(len(maybe), bool)
    for step in range(int((after - first).max(initial=0))):
        left = np.flatnonzero(~found & (first + step < after))
        taken = first[left] + step
        hit = meet(begins[left], lasts[left], sides.of_taken["begins"][taken], sides.of_taken["lasts"][taken])
        hit &= (sides.of_taken["last"][taken] >= start[left]) & (sides.of_taken["first"][taken] <= end[left])
        found[left] = hit
    return found
