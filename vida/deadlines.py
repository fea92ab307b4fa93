"""Last days: how one looks, and how a query finds those that are past, near or further off. One rule for both.

The column holds the calendar day that the key figure counts to; people are told of the working day that it is shown
as, and nothing is called late before that day is over (docs/decisions/0009).
"""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from vida.calendar import days_left_words, last_working_day
from vida.calendar.words import ERROR, NEUTRAL, WARN_FROM, WARNING

_LOOKS = {NEUTRAL: ("neutral", "clock"), WARNING: ("warning", "hourglass"), ERROR: ("danger", "danger")}
LATE, SOON, LATER = "late", "soon", "later"


class Deadline(NamedTuple):
    """A last day as a person reads it: the words, the tone of the colour, the icon that goes with both, and the day."""

    words: str
    tone: str
    icon: str
    day: date


def deadline(due_on: date, today: date, *, moves: bool = True) -> Deadline:
    """What to say on `today` about something that has `due_on` as its last day; a fixed one has `moves=False`."""
    left = days_left_words(due_on, today, moves=moves)
    tone, icon = _LOOKS[left.tone]
    return Deadline(left.words, tone, icon, left.day)


def with_days_left(when: str, field: str, today: date) -> Q:
    """The rows whose last day `field` is LATE, SOON (it warns) or LATER, as `deadline` says it of each on `today`."""
    over = last_working_day(today - timedelta(days=1))
    near = today + timedelta(days=WARN_FROM)
    return {
        LATE: Q(**{f"{field}__lte": over}),
        SOON: Q(**{f"{field}__gt": over, f"{field}__lte": near}),
        LATER: Q(**{f"{field}__gt": near}),
    }[when]
