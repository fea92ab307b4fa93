"""The week in half hours, whole when taken in part, and in minutes; both round from Sunday to Monday."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.week import DAY, SLOTS, WEEK, meet, packed, slots, unpacked, widened

SUNDAY = 6 * DAY


def taken(begins, lasts):
    return np.flatnonzero(unpacked(_slots(begins, lasts))[0]).tolist()


def _slots(begins, lasts):
    return slots(np.array([0]), np.array([begins]), np.array([lasts]), 1)


@pytest.mark.parametrize(
    ("begins", "lasts", "half_hours"),
    [
        (0, 30, [0]),
        (0, 31, [0, 1]),
        (29, 1, [0]),
        (29, 0, [0]),
        (DAY + 600, 60, [68, 69]),
        (SUNDAY + 23 * 60 + 30, 60, [0, SLOTS - 1]),
        (SUNDAY + 23 * 60 + 30, 30, [SLOTS - 1]),
    ],
)
def test_half_hours_of_a_weekly_time(begins, lasts, half_hours):
    assert taken(begins, lasts) == half_hours


def test_the_times_of_each_row_are_its_own():
    both = slots(np.array([2, 0, 2]), np.array([0, 30, 90]), np.array([30, 30, 60]), 3)
    assert [np.flatnonzero(row).tolist() for row in unpacked(both)] == [[1], [], [0, 3, 4]]


def test_every_half_hour_has_its_own_bit():
    each = np.eye(SLOTS, dtype=bool)
    assert np.array_equal(unpacked(packed(each)), each)
    assert len(np.unique(packed(each), axis=0)) == SLOTS


def test_widening_goes_both_ways_and_round_the_week():
    steps = widened(_slots(0, 30), 2)
    assert [np.flatnonzero(unpacked(step)[0]).tolist() for step in steps] == [
        [0],
        [0, 1, SLOTS - 1],
        [0, 1, 2, SLOTS - 2, SLOTS - 1],
    ]


weekly_times = st.tuples(st.integers(0, WEEK - 1), st.integers(1, 700))


@given(one=weekly_times, other=weekly_times, way=st.integers(0, 150))
def test_to_meet_is_to_share_a_minute_and_half_hours_never_miss_it(one, other, way):
    minutes = [{(begins - wider + step) % WEEK for step in range(lasts + 2 * wider)}
               for (begins, lasts), wider in ((one, way), (other, 0))]  # fmt: skip
    share = bool(minutes[0] & minutes[1])
    widened_by_way = np.array([one[0] - way]), np.array([one[1] + 2 * way])
    assert bool(meet(*widened_by_way, np.array([other[0]]), np.array([other[1]]))[0]) == share
    half_hours = widened(_slots(*other), 5)[-(-way // 30)] & _slots(*one)
    assert half_hours.any() >= share
