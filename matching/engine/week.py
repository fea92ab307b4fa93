"""Weekly times: a coarse look at half hours, one bit each, and an exact one at minutes (R80)."""

import numpy as np
from numpy.typing import NDArray

DAY = 24 * 60
WEEK = 7 * DAY
SLOT_MINUTES = 30
SLOTS = WEEK // SLOT_MINUTES
WORDS = -(-SLOTS // 64)

Mask = NDArray[np.uint64]
Minutes = NDArray[np.integer]


def meet(begins: Minutes, lasts: Minutes, others: Minutes, other_lasts: Minutes) -> NDArray[np.bool_]:
    """Whether weekly times share a minute, pair by pair: the week runs in a circle, and to touch is not to share."""
    after: NDArray[np.bool_] = (others - begins) % WEEK < lasts
    return after | ((begins - others) % WEEK < other_lasts)


def slots(row: NDArray[np.integer], begins: Minutes, lasts: Minutes, rows: int) -> Mask:
    """Six words for each of so many rows: the half hours that its weekly times take, whole when taken in part."""
    taken = np.zeros((rows, SLOTS), bool)
    first, end = begins // SLOT_MINUTES, -(-(begins + np.maximum(lasts, 1)) // SLOT_MINUTES)
    for step in range(int((end - first).max(initial=0))):
        still = first + step < end
        taken[row[still], (first[still] + step) % SLOTS] = True
    return packed(taken)


def packed(taken: NDArray[np.bool_]) -> Mask:
    """Six words per row, from rows of 336 half hours that begin on Monday at midnight."""
    padded = np.zeros((*taken.shape[:-1], WORDS * 64), bool)
    padded[..., :SLOTS] = taken
    return np.packbits(padded, axis=-1, bitorder="little").view("<u8").astype(np.uint64)


def unpacked(mask: Mask) -> NDArray[np.bool_]:
    """Rows of 336 half hours, from six words per row."""
    octets = np.ascontiguousarray(mask.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=-1, count=SLOTS, bitorder="little").astype(bool)


def widened(mask: Mask, most: int) -> Mask:
    """The masks with 0, 1, 2… up to `most` half hours more on both sides; Sunday night runs into Monday morning."""
    taken = unpacked(mask)
    wide, steps = taken.copy(), [mask]
    for step in range(1, most + 1):
        wide |= np.roll(taken, step, axis=-1) | np.roll(taken, -step, axis=-1)
        steps.append(packed(wide))
    return np.stack(steps)
