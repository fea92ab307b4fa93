"""What a day is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Line:
    """One thing to do: what, about whom, until when, and its button."""

    what: str
    who: str
    url: str
    action: str = ""
    action_url: str = ""
    due_on: date | None = None
    icon: str = "dot"
    tone: str = "neutral"
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one kind, how many there are in all, and where all of them are."""

    code: str
    title: str
    lines: Sequence[Line]
    count: int
    all_url: str = ""

    @property
    def has_more(self) -> bool:
        """Whether some are not shown."""
        return bool(self.all_url) and self.count > len(self.lines)


@dataclass(frozen=True)
class Figure:
    """A key number of the day."""

    value: int
    label: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Day:
    """The page: its groups, its numbers, and the participants that are named."""

    groups: list[Group]
    figures: list[Figure]
    named: set[int]
    register_url: str
