"""A weekly series at local wall time, over summer time and around holidays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from vida.calendar.workdays import holiday_name
from vida.clock import STOCKHOLM

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class OccasionTime:
    """One occasion: two aware moments in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Skipped:
    """A date on which the series rests, and why."""

    day: date
    holiday: str


@dataclass(frozen=True)
class WeeklyOccasions:
    """The occasions to hold, and the dates between them that were skipped."""

    times: tuple[OccasionTime, ...]
    skipped: tuple[Skipped, ...]


def weekly_occasions(
    first_date: date, start_time: time, minutes: int, count: int, *, weekday: int | None = None
) -> WeeklyOccasions:
    """`count` weekly occasions of `minutes`, from the first `weekday` (0 = Monday) on or after `first_date`.

    They start at the same wall time in Sweden in summer and winter. Public holidays and the three eves (midsommarafton,
    julafton, nyårsafton) are skipped, for halls are closed then: the series grows at its end, so `count` still stands.
    Ordinary Sundays are kept. ValueError unless `minutes` and `count` are positive.
    """
    if minutes <= 0 or count <= 0:
        raise ValueError("minutes and count must be positive")
    if weekday is not None:
        first_date += timedelta(days=(weekday - first_date.weekday()) % 7)
    times: list[OccasionTime] = []
    skipped: list[Skipped] = []
    day = first_date
    while len(times) < count:
        if holiday := holiday_name(day):
            skipped.append(Skipped(day, holiday))
        else:
            starts_at = datetime.combine(day, start_time, STOCKHOLM).astimezone(UTC)
            times.append(OccasionTime(starts_at, starts_at + timedelta(minutes=minutes)))
        day += WEEK
    return WeeklyOccasions(tuple(times), tuple(skipped))
