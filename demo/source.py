"""Reads the files in `demo/data`."""

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return the content of one file as plain dictionaries and lists."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def read_csv(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one file as dictionaries of text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def phrases() -> dict[str, Any]:
    """Return the sentences of the demonstration: reasons, comments and notes, by subject (`phrases.toml`)."""
    return read_toml("phrases.toml")
