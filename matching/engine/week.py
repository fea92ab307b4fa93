"""The week as 336 half hours, one bit each, so that a clash is one comparison of six words (R80)."""

import numpy as np
from numpy.typing import NDArray

SLOT_MINUTES = 30
SLOTS = 7 * 24 * 60 // SLOT_MINUTES
WORDS = -(-SLOTS // 64)

Mask = NDArray[np.uint64]


def packed(taken: NDArray[np.bool_]) -> Mask:
    """Six words per row, from rows of 336 half hours that begin on Monday at midnight."""
    padded = np.zeros((*taken.shape[:-1], WORDS * 64), bool)
    padded[..., :SLOTS] = taken
    return np.packbits(padded, axis=-1, bitorder="little").view("<u8").astype(np.uint64)


def unpacked(mask: Mask) -> NDArray[np.bool_]:
    """Rows of 336 half hours, from six words per row."""
    octets = np.ascontiguousarray(mask.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=-1, count=SLOTS, bitorder="little").astype(bool)


def weekly(weekday: int, start: int, end: int) -> Mask:
    """The six words of one weekly time; Monday is 0, `start` and `end` are minutes after that day's midnight.

    Half hours that are taken in part are taken whole. An end before the start is on the next day.
    """
    midnight = weekday * 24 * 60
    last = end if end > start else end + 24 * 60
    taken = np.zeros(SLOTS, bool)
    taken[np.arange((midnight + start) // SLOT_MINUTES, -(-(midnight + last) // SLOT_MINUTES)) % SLOTS] = True
    return packed(taken)


def widened(mask: Mask, most: int) -> Mask:
    """The masks with 0, 1, 2… up to `most` half hours more on both sides; Sunday night runs into Monday morning."""
    taken = unpacked(mask)
    wide, steps = taken.copy(), [mask]
    for step in range(1, most + 1):
        wide |= np.roll(taken, step, axis=-1) | np.roll(taken, -step, axis=-1)
        steps.append(packed(wide))
    return np.stack(steps)
