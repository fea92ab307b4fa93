"""When somebody becomes late: this week, next week, later, or is already (R117, docs/decisions/0009)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext_lazy

from vida.calendar import last_working_day
from vida.deadlines import LATE

THIS_WEEK, NEXT_WEEK, LATER = "this_week", "next_week", "later"
WHEN = {
    LATE: gettext_lazy("redan försenade"),
    THIS_WEEK: gettext_lazy("sista dag den här veckan"),
    NEXT_WEEK: gettext_lazy("sista dag nästa vecka"),
    LATER: gettext_lazy("sista dag senare"),
}

COUNTED = {
    LATE: ngettext_lazy("%(n)d är redan försenad", "%(n)d är redan försenade", "n"),
    THIS_WEEK: ngettext_lazy("%(n)d har sista dag den här veckan", "%(n)d har sista dag den här veckan", "n"),
    NEXT_WEEK: ngettext_lazy("%(n)d har sista dag nästa vecka", "%(n)d har sista dag nästa vecka", "n"),
    LATER: ngettext_lazy("%(n)d har sista dag senare", "%(n)d har sista dag senare", "n"),
}


def _limits(today: date) -> tuple[date, date, date]:
    """The last due days that are late, of this week and of the next: a day is told as the working day it is shown as.

    What falls on Saturday or Sunday is shown as Monday, and so is next week's.
    """
    sunday = today + timedelta(days=6 - today.weekday())
    yesterday, next_sunday = today - timedelta(days=1), sunday + timedelta(days=7)
    return last_working_day(yesterday), last_working_day(sunday), last_working_day(next_sunday)


def when(due_on: date, today: date) -> str:
    """Which of WHEN the last day is in."""
    over, this, following = _limits(today)
    if due_on <= over:
        return LATE
    if due_on <= this:
        return THIS_WEEK
    return NEXT_WEEK if due_on <= following else LATER


def late_when(chosen: str, field: str, today: date) -> Q:
    """The rows whose last day `field` is then: what `when` says of each, asked of the database."""
    over, this, following = _limits(today)
    return {
        LATE: Q(**{f"{field}__lte": over}),
        THIS_WEEK: Q(**{f"{field}__gt": over, f"{field}__lte": this}),
        NEXT_WEEK: Q(**{f"{field}__gt": this, f"{field}__lte": following}),
        LATER: Q(**{f"{field}__gt": following}),
    }[chosen]


def counted(days: Iterable[date], today: date) -> dict[str, int]:
    """How many there are of each of WHEN, in their order."""
    found = dict.fromkeys(WHEN, 0)
    for day in days:
        found[when(day, today)] += 1
    return found
