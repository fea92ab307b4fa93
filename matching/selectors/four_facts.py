"""What a person who is offered an activity gets to know: activity, time, place and contact (R121)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.rules.times import weekly_words
from nodes.languages import Language, languages
from participants.models import Participant
from vida.calendar import hours, long_date
from vida.clock import local

SWEDISH = "sv"
# Each but English has a catalogue of its own in locale/, with the paper's texts and nothing else (decision 19).
PAPER_LANGUAGES = ("am", "ar", "ckb", "en", "es", "fa", "kmr", "prs", "ps", "ru", "so", "ti", "tr", "uk")
ANOTHER_NAME = {"ku": "kmr"}  # "kurdî" without a closer word; who reads Sorani is registered with that


@dataclass(frozen=True)
class When:
    """When an activity is, in the language that is active as each fact is read."""

    activity: Activity
    first: datetime

    @property
    def weekly(self) -> str:
        """ "tisdag"."""
        return str(WEEKDAYS[self.activity.weekday])

    @property
    def hours(self) -> str:
        """ "18.00–19.30"."""
        return hours(self.activity.starts_at, self.activity.minutes)

    @property
    def first_day(self) -> str:
        """ "tisdag 1 december 2026"."""
        return long_date(local(self.first).date())


def when_words(activity: Activity, first: datetime) -> str:
    """ "Tisdag 18.00 i 90 minuter, 8 gånger. Första gången: tisdag 1 december 2026 kl 18.00." """
    words = _("%(weekly)s i %(minutes)d minuter, %(count)d gånger. Första gången: %(first)s.") % {
        "weekly": weekly_words(activity.weekday, activity.starts_at),
        "minutes": activity.minutes,
        "count": activity.occasions_planned,
        "first": long_date(first),
    }
    return words[:1].upper() + words[1:]


def paper_languages(participant: Participant) -> tuple[Language, ...]:
    """The languages of the person's paper: the own one where the paper has it, then easy Swedish (R113).

    The own one is the interpreter's; without it, or where the paper lacks that, the first that the person speaks.
    """
    spoken = [participant.interpreter_language, *participant.languages]
    known = [code for code in (ANOTHER_NAME.get(each, each) for each in spoken) if code in PAPER_LANGUAGES]
    return tuple(languages()[code] for code in (*known[:1], SWEDISH))
