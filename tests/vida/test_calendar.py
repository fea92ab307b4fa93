"""The calendar: law's own dates, both sides of each limit."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from vida.calendar import (
    Quarter,
    age_on,
    days_left_words,
    due_on,
    holiday_name,
    hours,
    is_working_day,
    iso_week,
    last_working_day,
    long_date,
    shown_due,
    weekly_occasions,
)
from vida.calendar.words import ERROR, NEUTRAL, WARNING
from vida.clock import local

ASKED_AND_SHOWN = [
    ("2026-11-22", "2026-12-07"),  # a Sunday
    ("2026-12-10", "2026-12-28"),  # julafton, then Christmas and a weekend
    ("2026-12-11", "2026-12-28"),
    ("2026-03-20", "2026-04-07"),  # långfredag to after annandag påsk
    ("2026-06-05", "2026-06-22"),  # midsommarafton
    ("2026-03-07", "2026-03-23"),  # a Saturday
    ("2026-04-17", "2026-05-04"),  # första maj, a Friday
    ("2026-12-07", "2026-12-21"),  # an ordinary Monday
]


@pytest.mark.parametrize(("asked", "shown"), ASKED_AND_SHOWN)
def test_a_deadline_is_shown_on_the_next_working_day(asked, shown):
    assert shown_due(due_on(date.fromisoformat(asked), 14)) == date.fromisoformat(shown)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 1)))
def test_a_shown_deadline_is_the_first_working_day_from_then(day):
    shown = shown_due(day)
    assert is_working_day(shown)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((shown - day).days))


def test_a_year_has_thirteen_public_holidays_and_three_eves():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    named = [day for day in days if holiday_name(day)]
    assert len(named) == 16
    assert holiday_name(date(2026, 6, 19)) == "Midsommarafton"
    assert holiday_name(date(2026, 11, 22)) == "", "an ordinary Sunday has no name"


@pytest.mark.parametrize("eve", ["2026-06-19", "2026-12-24", "2026-12-31"])
def test_the_three_eves_are_no_working_days_and_the_days_before_are(eve):
    assert not is_working_day(date.fromisoformat(eve))
    assert is_working_day(date.fromisoformat(eve) - timedelta(days=1))


def walls(occasions):
    return [local(occasion.starts_at).strftime("%m-%d %H:%M") for occasion in occasions.times]


def test_weekly_occasions_keep_their_wall_time_when_winter_time_begins():
    occasions = weekly_occasions(date(2026, 10, 13), time(18), 90, 4)
    assert walls(occasions) == ["10-13 18:00", "10-20 18:00", "10-27 18:00", "11-03 18:00"]
    assert [occasion.starts_at.hour for occasion in occasions.times] == [16, 16, 17, 17]
    assert all(occasion.starts_at.tzinfo is UTC for occasion in occasions.times)
    assert all(occasion.ends_at - occasion.starts_at == timedelta(minutes=90) for occasion in occasions.times)


def test_weekly_occasions_keep_their_wall_time_when_summer_time_begins():
    occasions = weekly_occasions(date(2027, 3, 22), time(18, 30), 60, 3)
    assert walls(occasions) == ["03-22 18:30", "04-05 18:30", "04-12 18:30"], "annandag påsk is skipped"
    assert [occasion.starts_at.hour for occasion in occasions.times] == [17, 16, 16]


def test_holidays_and_eves_are_skipped_with_a_note_and_the_count_still_stands():
    occasions = weekly_occasions(date(2026, 12, 17), time(17), 60, 5)
    assert walls(occasions) == ["12-17 17:00", "01-07 17:00", "01-14 17:00", "01-21 17:00", "01-28 17:00"]
    assert [(skip.day.isoformat(), skip.holiday) for skip in occasions.skipped] == [
        ("2026-12-24", "Julafton"),
        ("2026-12-31", "Nyårsafton"),
    ]


def test_the_first_occasion_is_the_first_such_weekday_from_the_first_date():
    tuesday = date(2026, 11, 24)
    for first in (tuesday, tuesday - timedelta(days=1), tuesday - timedelta(days=6)):
        assert walls(weekly_occasions(first, time(18), 60, 1, weekday=1)) == ["11-24 18:00"]
    assert walls(weekly_occasions(tuesday + timedelta(days=1), time(18), 60, 1, weekday=1)) == ["12-01 18:00"]


def test_ordinary_sundays_are_kept():
    assert weekly_occasions(date(2026, 11, 22), time(11), 60, 3).skipped == ()


@pytest.mark.parametrize(("minutes", "count"), [(0, 5), (60, 0), (-1, 5)])
def test_a_series_without_time_or_occasions_is_refused(minutes, count):
    with pytest.raises(ValueError, match="positive"):
        weekly_occasions(date(2026, 11, 24), time(18), minutes, count)


@pytest.mark.parametrize(
    ("text", "first", "last", "due"),
    [
        ("2026-Q1", "2026-01-01", "2026-03-31", "2026-04-30"),
        ("2026-Q2", "2026-04-01", "2026-06-30", "2026-07-31"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "2026-10-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "2027-01-31"),
    ],
)
def test_quarters(text, first, last, due):
    quarter = Quarter.parse(text)
    assert (str(quarter.first_day), str(quarter.last_day), str(quarter.due)) == (first, last, due)
    assert str(quarter) == text
    assert Quarter.containing(quarter.first_day) == Quarter.containing(quarter.last_day) == quarter
    assert quarter.next.previous == quarter
    assert quarter.previous < quarter < quarter.next


def test_quarters_cross_the_year():
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2026, 1).previous == Quarter(2025, 4)
    assert Quarter(2026, 4).words == "kvartal 4 2026"


@pytest.mark.parametrize("text", ["", "2026", "2026-Q0", "2026-Q5", "2026-4", "0026-Q1", "2026-Q4\x00", "٢٠٢٦-Q1"])
def test_what_is_no_quarter_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="2026-Q4"):
        Quarter.parse(text)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2004-02-29", "2025-02-27", 20),
        ("2004-02-29", "2025-02-28", 21),  # the month lacks the day: its last day (lag 1930:173 § 1)
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("1990-06-15", "2026-06-14", 35),
        ("1990-06-15", "2026-06-15", 36),
        ("1990-12-31", "2026-01-01", 35),
        ("2026-01-01", "2026-01-01", 0),
    ],
)
def test_age(born, day, age):
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == age


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before"):
        age_on(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (11, "11 dagar kvar", NEUTRAL),
        (6, "6 dagar kvar", NEUTRAL),
        (5, "5 dagar kvar", NEUTRAL),
        (4, "4 dagar kvar", WARNING),
        (1, "1 dag kvar", WARNING),
        (0, "sista dag i dag", WARNING),
        (-1, "1 dag försenat", ERROR),
        (-2, "2 dagar försenat", ERROR),
    ],
)
def test_days_left(left, words, tone):
    today = date(2026, 11, 18)  # a Wednesday
    due = today + timedelta(days=left)
    fixed = days_left_words(due, today, moves=False)
    assert (fixed.day, fixed.days, fixed.words, fixed.tone) == (due, left, words, tone)
    if is_working_day(due):
        assert days_left_words(due, today) == fixed


@pytest.mark.parametrize(
    ("today", "words", "tone"),
    [
        ("2026-12-01", "6 dagar kvar", NEUTRAL),  # five calendar days before the Sunday
        ("2026-12-02", "5 dagar kvar", WARNING),  # four
        ("2026-12-06", "1 dag kvar", WARNING),  # the Sunday itself
        ("2026-12-07", "sista dag i dag", WARNING),
        ("2026-12-08", "1 dag försenat", ERROR),
    ],
)
def test_days_left_count_to_the_working_day_and_warn_by_the_calendar(today, words, tone):
    shown = days_left_words(date(2026, 12, 6), date.fromisoformat(today))
    assert (shown.day, shown.words, shown.tone) == (date(2026, 12, 7), words, tone)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 1)), st.integers(-10, 10))
def test_a_query_finds_what_the_calendar_shows(due, after):
    day = due + timedelta(days=after)
    assert (shown_due(due) <= day) == (due <= last_working_day(day))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-12-28", "2026-W53"),
        ("2027-01-01", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2032-12-31", "2032-W53"),
    ],
)
def test_weeks_are_iso_weeks(day, week):
    assert iso_week(date.fromisoformat(day)) == week


def test_long_dates_in_swedish():
    assert long_date(date(2026, 12, 7), "sv") == "måndag 7 december 2026"
    assert long_date(datetime(2026, 12, 7, 17, tzinfo=UTC), "sv") == "måndag 7 december 2026 kl 18.00"
    assert long_date(datetime(2026, 7, 7, 7, 5, tzinfo=UTC), "sv") == "tisdag 7 juli 2026 kl 09.05"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Monday 7 December 2026 at 18:00"),
        ("uk", "понеділок, 7 грудня 2026, 18:00"),
        ("ar", "الاثنين 7 ديسمبر 2026, 18:00"),
    ],
)
def test_long_dates_in_other_languages(lang, words):
    assert long_date(datetime(2026, 12, 7, 17, tzinfo=UTC), lang) == words


def test_long_dates_are_in_the_active_language_and_swedish_when_none_is():
    day = date(2026, 12, 7)
    with override("en"):
        assert long_date(day) == "Monday 7 December 2026"
    with override(None):
        assert long_date(day) == "måndag 7 december 2026"


def test_an_unknown_language_is_written_in_swedish():
    assert long_date(date(2026, 12, 7), "aii") == "måndag 7 december 2026"


def test_from_when_to_when():
    with override("sv"):
        assert hours(time(18), 90) == "18.00–19.30"
        assert hours(time(9, 5), 30) == "09.05–09.35"
    with override("ti"):
        assert hours(time(23), 60) == "23:00–00:00"
