"""Arrays that come from outside: whole numbers of the right size and range, or one sentence that says what is wrong."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer]
Ids = NDArray[np.generic]
Whole = TypeVar("Whole", bound=np.integer)

HIGHEST = 2**53  # beyond it a float no longer tells neighbours apart
NOBODY = -1  # the row number that means "none": no activity, no pair


class ProblemError(ValueError):
    """The problem cannot be solved as it stands; the message is one sentence that says why."""


def whole(name: str, values: object) -> Integers:
    """A signed array of one dimension; numbers with a fraction of zero count as whole. Raises ProblemError."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise ProblemError(f"The array {name} must have one dimension, not {array.ndim}.")
    if array.dtype.kind == "f" and array.size and not np.all(array == np.floor(array)):
        raise ProblemError(f"The array {name} must hold whole numbers.")
    if array.dtype.kind == "b":
        return array.astype(np.int8)
    if array.size == 0 or array.dtype.kind == "f" or array.dtype == np.uint64:
        within(array, name, -HIGHEST, HIGHEST)
        return array.astype(np.int64)
    if array.dtype.kind == "u":
        return array.astype(np.promote_types(array.dtype, np.int8))  # signed, so that NOBODY has a place
    if array.dtype.kind != "i":
        raise ProblemError(f"The array {name} must hold whole numbers.")
    return array


def names(name: str, values: object) -> Integers:
    """Whole numbers, or texts as they are: names of what belongs together. Raises ProblemError."""
    array = np.asarray(values)
    return array if array.ndim == 1 and array.dtype.kind in "US" else whole(name, array)


def ids(name: str, values: object, size: int) -> Ids:
    """Different whole numbers or texts, one for each of `size` rows; by default the rows. Raises ProblemError."""
    array = np.arange(size) if values is None else np.asarray(values)
    if array.dtype.kind in "fb":
        array = whole(name, array)
    if array.dtype.kind not in "iuUS":
        raise ProblemError(f"The array {name} must hold whole numbers or text.")
    sized(name, array, size)
    if array.dtype.kind == "U":
        _check_text(name, array)
    if len(np.unique(array)) != size:
        raise ProblemError(f"The array {name} names somebody twice.")
    return array


def _check_text(name: str, array: NDArray[np.generic]) -> None:
    """Raise ProblemError where a letter is none, as NumPy may keep it: `ties` cannot encode half a surrogate pair."""
    letters = np.frombuffer(array.astype(array.dtype.newbyteorder("=")).tobytes(), np.uint32)
    if np.any((letters >= 0xD800) & (letters < 0xE000) | (letters > 0x10FFFF)):
        raise ProblemError(f"The array {name} holds text that is not Unicode.")


def sized(name: str, array: NDArray[np.generic], size: int) -> None:
    """Raise ProblemError unless the array has one dimension and so many elements."""
    if array.shape != (size,):
        raise ProblemError(f"The array {name} must have {size} elements.")


def of_rows(values: NDArray[Whole], rows: Integers, otherwise: int) -> NDArray[Whole]:
    """The values in these rows, and `otherwise` where the row is NOBODY."""
    found = np.full(len(rows), otherwise, values.dtype)
    there = np.flatnonzero(rows != NOBODY)
    found[there] = values[rows[there]]
    return found


def within(array: NDArray[np.generic], name: str, lowest: int, highest: int) -> None:
    """Raise ProblemError unless all numbers lie between the limits, both included."""
    if array.size and (array.min() < lowest or array.max() > highest):
        raise ProblemError(f"The array {name} must stay between {lowest} and {highest}.")
