"""What is missing: an interest group in a municipality, for how many, until when, and why (R116).

A gap is told by the group of the first choice: whoever wants to sing could be offered any music, so where somebody is
left without there was none of it to give. What exactly they would rather do stands beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from matching.models.outreach import where_words
from matching.selectors.forecast.left import Left
from matching.selectors.forecast.times import counted
from matching.selectors.forecast.words import FULL, kind_of, reason_words
from matching.selectors.problems.missing import UNCHOSEN
from nodes.models import InterestArea, Municipality

# What must be put right about a person before anything can be offered, the most common first.
TO_PUT_RIGHT = ("waiver", "eligibility", UNCHOSEN)


@dataclass(frozen=True)
class Reason:
    """Why some of the people of a gap get nothing: the kind (see `words`), how many, and in words."""

    kind: str
    people: int
    words: str


@dataclass
class Gap:
    """A group of interests, a municipality, and the last days of those who are left without."""

    area: InterestArea
    municipality: Municipality
    days: list[date] = field(default_factory=list)
    whys: Counter[str] = field(default_factory=Counter)
    wishes: Counter[InterestArea] = field(default_factory=Counter)

    def __str__(self) -> str:
        """ "Musik i Solna"."""
        return where_words(self.area, self.municipality)

    @property
    def people(self) -> int:
        """How many."""
        return len(self.days)

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from the others: the ids of the area and of the municipality."""
        return self.area.pk, self.municipality.pk

    @property
    def reasons(self) -> list[Reason]:
        """Why, the most common first."""
        return [Reason(kind, people, reason_words(kind, self.area)) for kind, people in self.whys.most_common()]

    @property
    def only_full(self) -> bool:
        """Whether more places in what there is would do."""
        return set(self.whys) == {FULL}

    def when(self, today: date) -> dict[str, int]:
        """How many are late already, become so this week, next week and later."""
        return counted(self.days, today)


def gaps_of(left: Collection[Left]) -> list[Gap]:
    """The gaps, the largest first, then the most urgent; two queries. People with protected identity are in none: a
    list by place and wish must not show what one of them wants (facts § 4.3).
    """
    areas = InterestArea.objects.select_related("parent").in_bulk()
    municipalities = Municipality.objects.in_bulk({one.municipality for one in left})
    found: dict[tuple[int, str], Gap] = {}
    for one in left:
        if one.protected or one.why in TO_PUT_RIGHT or one.area is None:
            continue
        _add(found, one, areas[one.area], municipalities[one.municipality])
    return sorted(found.values(), key=lambda gap: (-gap.people, min(gap.days), gap.area.position, gap.municipality.pk))


def _add(found: dict[tuple[int, str], Gap], one: Left, leaf: InterestArea, municipality: Municipality) -> None:
    group = leaf.parent or leaf
    gap = found.setdefault((group.pk, municipality.pk), Gap(group, municipality))
    gap.days.append(one.due_on)
    gap.whys[kind_of(one.why)] += 1
    gap.wishes[leaf] += 1


def to_put_right(left: Collection[Left]) -> Mapping[str, int]:
    """How many must first have something put right, by what; protected people are not told of here."""
    found: dict[str, int] = defaultdict(int)
    for one in left:
        if not one.protected and one.why in TO_PUT_RIGHT:
            found[one.why] += 1
    return {why: found[why] for why in TO_PUT_RIGHT if why in found}
