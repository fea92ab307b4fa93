"""The forecast as its page tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.models import OutreachTask
from matching.scoring import lower_first
from matching.selectors.forecast.gaps import Gap
from matching.selectors.forecast.left import Left
from matching.selectors.forecast.times import COUNTED, WHEN, counted, when
from matching.selectors.forecast.words import gap_sentence
from vida.calendar import shown_due
from vida.deadlines import LATE

MOST_DAYS = 6  # named for a gap; the list of its people has every day
LEAST_SHOWN = 5  # people; who does not work with them is not told of fewer (R185)

_PUT_RIGHT: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "waiver": (
        gettext_lazy("medgivande saknas"),
        gettext_lazy("Utan det får föreningen inte veta något. Skriv in det, så räknas personen med."),
    ),
    "eligibility": (
        gettext_lazy("hör inte till målgruppen"),
        gettext_lazy("Uppgifterna säger att personen inte får delta. Se om de stämmer, eller avsluta."),
    ),
    "unchosen": (
        gettext_lazy("inget intresse är valt"),
        gettext_lazy("Det finns bara egna ord. Välj intressen ur listan, så går det att hitta en aktivitet."),
    ),
}


@dataclass(frozen=True)
class Told:
    """A gap in words: its sentences, when they become late, the last days of those who are not, what they would rather
    do, and the task that is open.
    """

    gap: Gap
    sentences: list[str]
    when: list[str]
    days: str
    wishes: str
    task: OutreachTask | None


@dataclass(frozen=True)
class Number:
    """A number of people and what it counts; `code` is one of `WHEN`, or "" for all."""

    people: int
    words: str | Promise
    code: str


@dataclass(frozen=True)
class PutRight:
    """How many must first have something put right, what that is and what to do about it."""

    code: str
    people: int
    words: str | Promise
    remedy: str | Promise


@dataclass(frozen=True)
class SharedLine:
    """A gap for somebody who sees no people: a number that may be told (None: too few), and why."""

    title: str
    people: int | None
    why: str


def told(gap: Gap, today: date, tasks: Mapping[tuple[int, str | None], OutreachTask]) -> Told:
    """The gap in words, with the task that looks for it: there, or in the whole node."""
    area, municipality = gap.key
    return Told(
        gap,
        [gap_sentence(reason.people, reason.words) for reason in gap.reasons],
        [COUNTED[code] % {"n": people} for code, people in gap.when(today).items() if people],
        _days(gap, today),
        _wishes(gap),
        tasks.get((area, municipality)) or tasks.get((area, None)),
    )


def _days(gap: Gap, today: date) -> str:
    """ "3 december, 7 december (2)": the last days that can still be met, as they are shown (docs/decisions/0009)."""
    found = sorted(Counter(shown_due(day) for day in gap.days if when(day, today) != LATE).items())
    words = [date_format(day, "j F") + (f" ({people})" if people > 1 else "") for day, people in found]
    named, later = ", ".join(words[:MOST_DAYS]), sum(people for _day, people in found[MOST_DAYS:])
    return _("%(days)s och %(n)d senare") % {"days": named, "n": later} if later else named


def _wishes(gap: Gap) -> str:
    """ "sång och kör 4, spela instrument 2"; without numbers where all want the same."""
    wishes = [(lower_first(wish.name), people) for wish, people in gap.wishes.most_common() if wish != gap.area]
    if len(gap.wishes) == 1:
        return "".join(name for name, _people in wishes)
    return ", ".join(f"{name} {people}" for name, people in wishes)


def figures_of(left: Collection[Left], today: date) -> list[Number]:
    """How many get nothing, and how many of them are late, or become so this week, next week and later."""
    all_of_them = Number(len(left), gettext_lazy("utan erbjudande i tid"), "")
    times = counted((one.due_on for one in left), today)
    return [all_of_them, *(Number(people, WHEN[code], code) for code, people in times.items())]


def put_right_lines(found: Mapping[str, int]) -> list[PutRight]:
    """What must be put right about people before anything can be offered, with the remedy."""
    return [PutRight(code, people, *_PUT_RIGHT[code]) for code, people in found.items()]


def people_words(people: int) -> str:
    """ "6 personer"."""
    return ngettext("%(n)d person", "%(n)d personer", people) % {"n": people}


def shared_lines(gaps: Collection[Gap]) -> list[SharedLine]:
    """The gaps in numbers. What fewer have is left out, and so is any sum from which their number would follow."""
    lines = []
    for gap in gaps:
        why = [reason.words for reason in gap.reasons if reason.people >= LEAST_SHOWN]
        lines.append(SharedLine(str(gap), gap.people if gap.people >= LEAST_SHOWN else None, "; ".join(why)))
    return lines
