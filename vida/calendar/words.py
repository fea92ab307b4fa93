"""Dates and deadlines as people say them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _

from vida.calendar.workdays import shown_due
from vida.clock import local

NEUTRAL, WARNING, ERROR = "neutral", "warning", "error"
WARN_FROM = 4  # days left on day 10 of 14, when the coordinator is told (R117)

_TIME = {"sv": r" \k\l H.i", "en": r" \a\t H:i"}
_TIME_ELSEWHERE = ", H:i"


@dataclass(frozen=True)
class DaysLeft:
    """How far off a deadline is: the `day` to name, `days` to it (negative when past), in `words`, and the `tone`."""

    day: date
    days: int
    words: str
    tone: str


def days_left_words(due: date, today: date, *, moves: bool = True) -> DaysLeft:
    """The deadline in the words used everywhere: they name and count to the working day that it is shown as.

    It is an error when that day is past, and warns from WARN_FROM calendar days before `due` itself: the key figure
    counts calendar days, and whoever is to keep it hears as early before a weekend as before any other day. A day that
    somebody else has fixed does not move (`moves=False`).
    """
    day = shown_due(due) if moves else due
    days = (day - today).days
    if days < 0:
        words = ngettext("%(days)d dag försenat", "%(days)d dagar försenat", -days) % {"days": -days}
        return DaysLeft(day, days, words, ERROR)
    tone = WARNING if (due - today).days <= WARN_FROM else NEUTRAL
    if days == 0:
        return DaysLeft(day, days, _("sista dag i dag"), tone)
    words = ngettext("%(days)d dag kvar", "%(days)d dagar kvar", days) % {"days": days}
    return DaysLeft(day, days, words, tone)


def iso_week(day: date) -> str:
    """The ISO 8601 week: "2026-W53" for New Year's Day 2027."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def long_date(moment: date | datetime, lang: str | None = None) -> str:
    """A date, or an aware moment at Swedish wall time, in full: "måndag 7 december 2026 kl 18.00".

    In the language `lang` (the active one when None), always with Western digits; a language that neither Django nor
    we know is written in Swedish.
    """
    lang = lang or get_language() or settings.LANGUAGE_CODE
    with override(lang):
        # Alternative month names (E) are the genitive that Slavic languages want in a date, elsewhere the plain ones.
        pattern = pgettext("date format", "l j E Y")
        if isinstance(moment, datetime):
            moment = local(moment)
            pattern += _TIME.get(lang.split("-")[0], _TIME_ELSEWHERE)
        return date_format(moment, pattern, use_l10n=False)


def hours(starts: time, minutes: int) -> str:
    """From when to when, in the active language: "18.00–19.30"."""
    pattern = pgettext("time format", "H.i")
    ends = (datetime.combine(date.min, starts) + timedelta(minutes=minutes)).time()
    return f"{time_format(starts, pattern, use_l10n=False)}–{time_format(ends, pattern, use_l10n=False)}"
