"""Moments of invented days: when people are at work."""

from datetime import date, datetime, time, timedelta
from random import Random

from vida.calendar import is_working_day
from vida.clock import STOCKHOLM


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment by Swedish wall time."""
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


def office_hours(random: Random, day: date) -> datetime:
    """Return some moment of the day between eight and four."""
    return at(day, random.randint(8, 15), random.randint(0, 59))


def after(day: date, days: int) -> date:
    """Return the day so many days later (earlier when negative)."""
    return day + timedelta(days=days)


def working_day(day: date) -> date:
    """Return the day, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
