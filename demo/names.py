"""Invented names, by where people come from: of one word, of two or three, some in other scripts."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from demo.source import read_csv, read_toml


@dataclass(frozen=True)
class FullName:
    """A name as registered in Sweden, and in the script of home ("" where that is the Latin one)."""

    given: str
    family: str  # "" for a name of one word
    given_in_script: str
    family_in_script: str


@cache
def origins() -> dict[str, dict[str, Any]]:
    """Return what is assumed of each origin, by code: share, languages, permits, how names are built."""
    return read_toml("origins.toml")


@cache
def _pool(origin: str, part: str) -> tuple[tuple[str, str], ...]:
    """Return (Latin, script) pairs of one part: "woman", "man" (given names) or "family"."""
    return tuple(
        (row["latin"], row["script"]) for row in read_csv("names.csv") if (row["origin"], row["part"]) == (origin, part)
    )


def full_name(random: Random, origin: str, sex: str) -> FullName:
    """Return a name as people from `origin` bear it; a non-binary person draws from all given names."""
    rules = origins()[origin]
    given_names = _pool(origin, sex) or _pool(origin, "woman") + _pool(origin, "man")
    given = random.choice(given_names)
    family = random.choice([name for name in _pool(origin, "family") if name[0] != given[0]])
    if rules["names"] == "grandfather":  # own name, father's, grandfather's
        elder = random.choice([name for name in _pool(origin, "family") if name[0] not in {given[0], family[0]}])
        family = (f"{family[0]} {elder[0]}", "")
    if random.random() < rules["one_word"]:
        family = ("", "")
    return FullName(given[0], family[0], given[1], family[1])


def swedish_name(random: Random) -> str:
    """Return a name for somebody at an association."""
    given = random.choice(_pool("sweden", random.choice(("woman", "man"))))[0]
    return f"{given} {random.choice(_pool('sweden', 'family'))[0]}"
