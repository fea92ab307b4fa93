"""The last word between equals: a number drawn from stable ids, the same on every machine and in every order of rows.

Row numbers would favour whoever was typed in first, and a machine's own hash differs from day to day.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

TIE_BITS = 40  # two equal sums among a million people: about once in a million runs


def keys(ids: NDArray[np.generic]) -> NDArray[np.uint64]:
    """One 64-bit number per id: whole numbers are mixed, text is hashed with BLAKE2b over its UTF-8 bytes."""
    if ids.dtype.kind in "iu":
        return _mixed(ids.astype(np.int64).view(np.uint64))
    texts = ids.tolist()
    encoded = (text if isinstance(text, bytes) else text.encode() for text in texts)
    digests = b"".join(blake2b(text, digest_size=8).digest() for text in encoded)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def draw(person_key: NDArray[np.uint64], activity_key: NDArray[np.uint64]) -> NDArray[np.int64]:
    """One number of TIE_BITS bits per pair of keys."""
    turned = (activity_key << np.uint64(32)) | (activity_key >> np.uint64(32))
    mixed = _mixed(person_key ^ _mixed(turned))
    return (mixed >> np.uint64(64 - TIE_BITS)).astype(np.int64)


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves every bit of the output."""
    z = numbers + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
