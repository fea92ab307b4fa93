"""A difference is spoken of only where it is more than chance would make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.comparing import FEWEST, Share, differences


@pytest.mark.parametrize(("whole", "pairs"), [(FEWEST - 1, 0), (FEWEST, 1)])
def test_small_groups_are_not_compared(whole, pairs):
    found = differences("offered", [Share("woman", 3, whole), Share("man", 40, 60)])
    assert len(found) == pairs


@pytest.mark.parametrize(
    ("women", "men", "clear"),
    [
        ((15, 30), (20, 30), False),
        ((50, 100), (50, 100), False),
        ((50, 100), (70, 100), False),  # 2.9 standard errors
        ((50, 100), (72, 100), True),  # 3.2
        ((500, 1000), (570, 1000), True),
        ((0, 40), (0, 40), False),
        ((40, 40), (40, 40), False),
        ((0, 40), (40, 40), True),
    ],
)
def test_a_difference_is_clear_where_it_is_larger_than_chance(women, men, clear):
    (found,) = differences("offered", [Share("woman", *women), Share("man", *men)])
    assert found.is_clear is clear
    assert found.larger.value >= found.smaller.value


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4))
def test_any_numbers_can_be_compared(numbers):
    shares = [Share(str(at), min(pair), max(pair)) for at, pair in enumerate(numbers)]
    large = [share for share in shares if share.whole >= FEWEST]
    found = differences("offered", shares)
    assert len(found) == len(large) * (len(large) - 1) // 2
    assert all(difference.size >= 0 and difference.is_clear in (True, False) for difference in found)
