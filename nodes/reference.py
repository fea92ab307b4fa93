"""Reference data shipped with the product: places and codes, read once from `nodes/data`.

Sources and what was corrected: docs/data.md. This module knows no model.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vida.identity import InvalidNumber, postcode

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class County:
    """A län."""

    code: str  # SCB, two digits: "01"
    name: str
    short_name: str


@dataclass(frozen=True)
class Municipality:
    """A kommun."""

    code: str  # SCB, four digits: "0184"
    name: str  # "Solna kommun"
    short_name: str  # "Solna"
    county_code: str


@dataclass(frozen=True)
class PostcodeRange:
    """Neighbouring postcodes that share municipality and locality; both ends belong to the range."""

    first: str
    last: str
    municipality_code: str
    locality: str


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one file in `nodes/data` as dictionaries of text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def counties() -> dict[str, County]:
    """Return the 21 counties by SCB code."""
    return {row["code"]: County(**row) for row in read_rows("counties.csv")}


@cache
def municipalities() -> dict[str, Municipality]:
    """Return the 290 municipalities by SCB code, in the order of the codes."""
    return {row["code"]: Municipality(**row) for row in read_rows("municipalities.csv")}


@cache
def postcode_ranges() -> tuple[PostcodeRange, ...]:
    """Return all ranges in rising order; they never overlap."""
    return tuple(PostcodeRange(**row) for row in read_rows("postcodes.csv"))


def clean_postcode(text: str) -> str | None:
    """Return the five digits of a postcode however it is written, or None for what is none."""
    try:
        return postcode(text)
    except InvalidNumber:
        return None


def find_postcode(text: str) -> PostcodeRange | None:
    """Return the range that holds the postcode, or None when it is malformed or unknown.

    A postcode newer than the list is found when both its neighbours belong to the same place.
    """
    digits = clean_postcode(text)
    if digits is None:
        return None
    ranges = postcode_ranges()
    index = bisect_right(ranges, digits, key=lambda entry: entry.first) - 1
    if index < 0 or digits > ranges[index].last:
        return None
    return ranges[index]
