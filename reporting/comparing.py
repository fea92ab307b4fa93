"""Is there a difference between two shares that more than chance would make? A cautious answer, for one sentence.

Groups under thirty say nothing either way. Four steps and six pairs are looked at together, so a difference counts
only where it is larger than 3.08 standard errors: if nothing really differed, one table in twenty would show a
difference (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

FEWEST = 30
CLEAR = 3.08


@dataclass(frozen=True)
class Share:
    """So many, of so many, of a group."""

    group: str
    part: int
    whole: int

    @property
    def value(self) -> float:
        """Between 0 and 1."""
        return self.part / self.whole


@dataclass(frozen=True)
class Difference:
    """Two shares of the same thing, the larger first."""

    of: str
    larger: Share
    smaller: Share

    @property
    def size(self) -> float:
        """In shares."""
        return self.larger.value - self.smaller.value

    @property
    def is_clear(self) -> bool:
        """Whether it is more than chance would make."""
        part, whole = self.larger.part + self.smaller.part, self.larger.whole + self.smaller.whole
        spread = part / whole * (1 - part / whole) * (1 / self.larger.whole + 1 / self.smaller.whole)
        return self.size > CLEAR * sqrt(spread)


def differences(of: str, shares: Iterable[Share]) -> list[Difference]:
    """Every pair of groups that are large enough to be compared."""
    able = sorted((share for share in shares if share.whole >= FEWEST), key=lambda share: -share.value)
    return [Difference(of, larger, smaller) for at, larger in enumerate(able) for smaller in able[at + 1 :]]
