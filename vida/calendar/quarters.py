"""Quarters of the year, the periods of the report."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

_WRITTEN = re.compile(r"([12][0-9]{3})-Q([1-4])")
_DUE = {1: (4, 30), 2: (7, 31), 3: (10, 31), 4: (1, 31)}  # Migrationsverket's fixed dates for the quarterly report


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter such as 2026-Q4; quarters sort by time. ValueError for a number outside 1–4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in _DUE:
            raise ValueError(_("Ett kvartal är 1, 2, 3 eller 4."))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The quarter written "2026-Q4"; ValueError, with a sentence for the reader, for anything else."""
        match = _WRITTEN.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(_("Skriv kvartalet som år och nummer, till exempel 2026-Q4."))
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def containing(cls, day: date) -> Self:
        """The quarter that `day` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def words(self) -> str:
        """For headings: "kvartal 4 2026"."""
        return _("kvartal %(number)d %(year)d") % {"number": self.number, "year": self.year}

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter, itself included."""
        return self.next.first_day - timedelta(days=1)

    @property
    def due(self) -> date:
        """The last day for the report: 30 April, 31 July, 31 October and, for the fourth quarter, 31 January."""
        month, day = _DUE[self.number]
        return date(self.year + (self.number == 4), month, day)

    @property
    def previous(self) -> Self:
        """The quarter before."""
        return self._moved(-1)

    @property
    def next(self) -> Self:
        """The quarter after."""
        return self._moved(1)

    def _moved(self, quarters: int) -> Self:
        year, index = divmod(4 * self.year + self.number - 1 + quarters, 4)
        return type(self)(year, index + 1)
