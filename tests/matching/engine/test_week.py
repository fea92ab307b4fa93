"""The week in half hours: whole when taken in part, and round from Sunday to Monday."""

import numpy as np
import pytest

from matching.engine.week import SLOTS, packed, unpacked, weekly, widened


def taken(mask):
    return np.flatnonzero(unpacked(mask)).tolist()


@pytest.mark.parametrize(
    ("weekday", "start", "end", "half_hours"),
    [
        (0, 0, 30, [0]),
        (0, 0, 31, [0, 1]),
        (0, 29, 30, [0]),
        (1, 600, 660, [68, 69]),
        (6, 23 * 60 + 30, 30, [0, SLOTS - 1]),
        (6, 23 * 60 + 30, 0, [SLOTS - 1]),
    ],
)
def test_half_hours_of_a_weekly_time(weekday, start, end, half_hours):
    assert taken(weekly(weekday, start, end)) == half_hours


def test_every_half_hour_has_its_own_bit():
    each = np.eye(SLOTS, dtype=bool)
    assert np.array_equal(unpacked(packed(each)), each)
    assert len(np.unique(packed(each), axis=0)) == SLOTS


def test_widening_goes_both_ways_and_round_the_week():
    steps = widened(weekly(0, 0, 30)[None], 2)
    assert [taken(step[0]) for step in steps] == [[0], [0, 1, SLOTS - 1], [0, 1, 2, SLOTS - 2, SLOTS - 1]]
