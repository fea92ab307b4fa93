"""What stands in the way, what a seat is worth, and what would follow from another choice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import NOBODY, Move, Problem, ProblemError, explain, figures, seat_prices, solve, what_if

from .instances import crowded, every_assignment, problems, score

# Three people wish for the choir, which has one seat; the café has room for one more.
CHOIR, CAFE, CLOSED = range(3)
PROBLEM = Problem(
    person=[0, 0, 1, 2, 2],
    activity=[CHOIR, CAFE, CHOIR, CHOIR, CLOSED],
    rank=[0, 1, 0, 0, 1],
    travel=[1, 2, 3, 4, 5],
    seats=[1, 1, 0],
    waiting_class=[1, 3, 2],
)


def test_who_gets_a_place_and_what_the_rest_wished_for():
    assignment = solve(PROBLEM)
    assert assignment.activity.tolist() == [CAFE, CHOIR, NOBODY]
    moved = explain(PROBLEM, assignment, 0)
    assert (moved.activity, moved.rank, moved.travel, moved.choices) == (CAFE, 1, 2, 2)
    assert [(each.activity, each.holders, each.least_waiting) for each in moved.obstacles] == [(CHOIR, (1,), 3)]
    assert explain(PROBLEM, assignment, 1).obstacles == ()
    left = explain(PROBLEM, assignment, 2)
    assert left.activity is left.rank is left.travel is None
    assert [(each.activity, each.seats, each.holders, each.least_waiting) for each in left.obstacles] == [
        (CHOIR, 1, (1,), 3),
        (CLOSED, 0, (), None),
    ]


def test_a_price_says_what_one_more_seat_would_gain():
    prices = seat_prices(PROBLEM, solve(PROBLEM))
    assert prices.parts(CHOIR) == {"waiting": 3, "rank": 0, "travel": -4}  # person 2, four points away
    assert prices.parts(CLOSED) == {"waiting": 3, "rank": -1, "travel": -5}
    assert prices.price[CAFE] == 0


@given(problem=problems(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_one_more_seat_gains_its_price(problem, data):
    if not problem.activities or not problem.people:
        return
    activity = data.draw(st.integers(0, problem.activities - 1))
    seats = np.array(problem.seats)
    seats[activity] += 1
    more = Problem(problem.person, problem.activity, problem.rank, problem.travel, seats, problem.waiting_class)
    prices = seat_prices(problem, solve(problem))
    assert prices.price[activity] == _value(prices, more) - _value(prices, problem)


def _value(prices, problem):
    reached = figures(problem, solve(problem))
    weights = dict(prices.weights)
    loss = reached.rank_sum * weights.get("rank", 0) + reached.travel_sum * weights.get("travel", 0)
    return reached.class_sum * weights["waiting"] - loss


def test_a_scarce_seat_costs_more_than_a_better_wish():
    prices = seat_prices(PROBLEM, solve(PROBLEM))
    cost = prices.cost(np.array([CHOIR, CAFE]), np.array([0, 1]), np.array([1, 2]))
    assert cost[1] < cost[0]


def test_what_if_names_everybody_who_moves():
    assignment = solve(PROBLEM)
    change = what_if(PROBLEM, assignment, 2, CHOIR)
    assert change.moves == (Move(1, CHOIR, None), Move(2, None, CHOIR))
    assert change.before.class_sum - change.after.class_sum == 1
    assert change.after.travel_sum - change.before.travel_sum == 1


def test_what_if_of_what_is_already_so_moves_nobody():
    problem = crowded(80, 10)
    assignment = solve(problem)
    person = int(np.argmax(assignment.activity != NOBODY))
    change = what_if(problem, assignment, person, int(assignment.activity[person]))
    assert change.moves == ()
    assert change.before.rank_profile == change.after.rank_profile


@pytest.mark.parametrize(("activity", "why"), [(CAFE, "not among the feasible pairs"), (CLOSED, "than it has seats")])
def test_what_if_of_the_impossible_is_refused(activity, why):
    with pytest.raises(ProblemError, match=why):
        what_if(PROBLEM, solve(PROBLEM), 2, activity)


@given(problem=problems(people=5, activities=3), data=st.data())
@settings(max_examples=80, deadline=None)
def test_what_if_finds_the_best_that_is_left_and_keeps_who_can_stay(problem, data):
    open_pairs = np.flatnonzero(problem.seats[problem.activity] > 0) if len(problem.person) else []
    if not len(open_pairs):
        return
    pair = data.draw(st.sampled_from([int(row) for row in open_pairs]))
    person, activity = int(problem.person[pair]), int(problem.activity[pair])
    assignment = solve(problem)
    keep = assignment.activity.tolist()
    best = min(
        score(problem, chosen, "default", keep)
        for chosen in every_assignment(problem)
        if chosen[person] != NOBODY and problem.activity[chosen[person]] == activity
    )
    after = what_if(problem, assignment, person, activity).after
    assert (-after.class_sum, after.rank_sum, after.travel_sum) == (best[0], best[1], best[3])
