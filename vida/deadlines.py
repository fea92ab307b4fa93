"""How a last day looks: its words from the calendar, with the tone and icon that every page and list give it."""

from datetime import date
from typing import NamedTuple

from vida.calendar import days_left_words
from vida.calendar.words import ERROR, NEUTRAL, WARNING

_LOOKS = {NEUTRAL: ("neutral", "clock"), WARNING: ("warning", "hourglass"), ERROR: ("danger", "danger")}


class Deadline(NamedTuple):
    """A last day as a person reads it: the words, the tone of the colour and the icon that goes with both."""

    words: str
    tone: str
    icon: str


def deadline(due_on: date, today: date) -> Deadline:
    """What to say on `today` about something that has `due_on` as its last day."""
    left = days_left_words(due_on, today)
    tone, icon = _LOOKS[left.tone]
    return Deadline(left.words, tone, icon)
