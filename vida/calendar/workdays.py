"""Holidays and working days, and the deadlines that lean on them."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

SATURDAY = 5


@lru_cache(maxsize=64)
def _holidays(year: int) -> Mapping[date, str]:
    found = country_holidays(
        "SE", years=year, language="sv", include_sundays=False, categories=("public", "de_facto"), expand=False
    )
    return dict(found)


def holiday_name(day: date) -> str:
    """The Swedish name of the public holiday (lag 1989:253) or of midsommarafton, julafton, nyårsafton; else ""."""
    return _holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """False on Saturdays, Sundays, public holidays and the three eves that lag 1930:173 § 2 puts beside them."""
    return day.weekday() < SATURDAY and not holiday_name(day)


def due_on(asked_on: date, offer_days: int) -> date:
    """The day by which an offer is to be given: calendar days after the day when the person was asked (R117)."""
    return asked_on + timedelta(days=offer_days)


def shown_due(due: date) -> date:
    """The deadline as shown: the first working day on or after `due` (lag 1930:173 § 2)."""
    while not is_working_day(due):
        due += timedelta(days=1)
    return due


def last_working_day(day: date) -> date:
    """The last working day on or before `day`: what is due until then has been shown as due by `day` at the latest.

    So `shown_due(due) <= day` and `due <= last_working_day(day)` say the same, and a query can say it of a column.
    """
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
