"""Real rankings under scarce seats, against integer programming; and the smallest by hand."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from matching.engine import ORDERS, Problem, figures, solve

from .instances import crowded
from .linear import best_totals, totals

RANKINGS = Path(__file__).parent / "data" / "ariel_5783_input.json"


def students(seats):
    """The real rankings with few seats: ten ranks by worth, equal worth equal rank, none for what is worth nothing."""
    worth = json.loads(RANKINGS.read_text())["valuations"]
    courses = sorted({course for wishes in worth.values() for course in wishes})
    rows = []
    for student, wishes in enumerate(worth.values()):
        steps = sorted({value for value in wishes.values() if value}, reverse=True)[:10]
        rows += [(student, courses.index(name), steps.index(value)) for name, value in wishes.items() if value in steps]
    person, activity, rank = np.array(rows).T
    waiting = np.arange(len(worth)) % 4
    return Problem(person, activity, rank, activity % 7, np.full(len(courses), seats), waiting, list(worth), courses)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("seats", [1, 2])
def test_real_rankings_come_out_as_by_integer_programming(order, seats):
    problem = students(seats)
    assert totals(problem, order, solve(problem, order=order).pair) == best_totals(problem, order)


def test_three_seats_counted_by_hand():
    """Seven have one course alone as first choice, five another; so four and two of them must take a second."""
    problem = students(3)
    first = [problem.activity[(problem.person == row) & (problem.rank == 0)].tolist() for row in range(26)]
    alone = Counter(wishes[0] for wishes in first if len(wishes) == 1)
    assert [count for _, count in alone.most_common(3)] == [7, 5, 3]
    for order in ORDERS:
        assert figures(problem, solve(problem, order=order)).rank_profile[:3] == (26 - 4 - 2, 4 + 2, 0)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_and_twenty_people_and_ten_ranks(order, seed):
    problem = crowded(120, 15, seed=seed)
    assert totals(problem, order, solve(problem, order=order).pair) == best_totals(problem, order)


def test_orders_differ_where_they_should():
    """Ann and Bo both wish for the choir first; Ann's second is the café, Bo's fourth the garden; Cia has the café.

    Greedy gives Bo a fourth wish to have two first choices; generous gives nobody worse than a second.
    """
    ann, bo, cia = range(3)
    choir, cafe, garden = range(3)
    rows = [(ann, choir, 0), (ann, cafe, 1), (bo, choir, 0), (bo, garden, 3), (cia, cafe, 0), (cia, garden, 1)]
    problem = Problem(*np.array(rows).T, np.zeros(6, int), [1, 1, 1], [0, 0, 0])
    profile = {order: figures(problem, solve(problem, order=order)).rank_profile for order in ORDERS}
    assert profile["greedy"] == (2, 0, 0, 1)
    assert profile["generous"] == (1, 2, 0, 0)
    assert profile["rank-sum"] == profile["default"] == (1, 2, 0, 0)
