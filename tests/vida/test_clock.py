"""The clock tells Swedish days and can be moved ahead, in one place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from vida import clock


@pytest.fixture
def at(monkeypatch):
    def stop(*parts):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*parts, tzinfo=UTC))

    return stop


def test_now_is_aware_and_present(settings):
    settings.CLOCK_DAYS_AHEAD = 0
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 12, 31, 22, 59, 59), date(2026, 12, 31)),
        ((2026, 12, 31, 23, 0, 0), date(2027, 1, 1)),
        ((2026, 6, 30, 21, 59, 59), date(2026, 6, 30)),
        ((2026, 6, 30, 22, 0, 0), date(2026, 7, 1)),
    ],
)
def test_the_day_turns_at_swedish_midnight(at, settings, moment, day):
    settings.CLOCK_DAYS_AHEAD = 0
    at(*moment)
    assert clock.today() == day


def test_the_clock_can_be_moved_ahead(at, settings):
    at(2026, 11, 22, 12)
    settings.CLOCK_DAYS_AHEAD = 10
    assert clock.now() == datetime(2026, 12, 2, 12, tzinfo=UTC)
    assert clock.today() == date(2026, 12, 2)


def test_local_is_the_same_moment_on_the_wall():
    moment = datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert clock.local(moment) == moment
    assert clock.local(moment).utcoffset() == timedelta(hours=2)
    with pytest.raises(ValueError, match="time zone"):
        clock.local(datetime(2026, 7, 1))  # noqa: DTZ001 a naive moment is what is refused here


@pytest.mark.parametrize(("days", "day"), [(-53, date(2026, 9, 30)), (-52, date(2026, 10, 1))])
def test_a_moved_clock_keeps_its_hour_into_summer_time(at, settings, days, day):
    at(2026, 11, 22, 22, 30)
    settings.CLOCK_DAYS_AHEAD = days
    assert clock.today() == day
    assert clock.local(clock.now()).hour == 23
