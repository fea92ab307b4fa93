"""The two solvers beside each other: the same person in the same place, whichever of them did the work."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import NOBODY, ORDERS, SolverError, native, solve, verify
from matching.engine.face import Face
from matching.engine.flow import SOLVERS, cheapest

from .instances import crowded, problems


def test_this_machine_compiled_our_own():
    assert native.LIBRARY.exists(), "Install gcc and run script/setup, or nothing is compared here."


@pytest.mark.parametrize("order", ORDERS)
@given(problem=problems(ranks=10), data=st.data())
@settings(max_examples=100, deadline=None)
def test_both_give_everybody_the_same_pair(order, problem, data):
    row = st.integers(NOBODY, problem.activities - 1)
    keep = data.draw(st.lists(row, min_size=problem.people, max_size=problem.people))
    one, other = (solve(problem, keep=keep, order=order, solver=solver) for solver in SOLVERS)
    assert one.pair.tolist() == other.pair.tolist()


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("seed", "activities"), [(0, 60), (1, 60), (2, 60), (3, 8), (4, 2), (5, 1)])
def test_both_agree_where_many_want_few_seats(order, seed, activities):
    """Also where hundreds hang below one activity in the solver's tree."""
    problem = crowded(people=900, activities=activities, seed=seed, ranks=4)
    one, other = (solve(problem, order=order, solver=solver) for solver in SOLVERS)
    assert one.pair.tolist() == other.pair.tolist()
    assert verify(problem, one) == "optimal"


def test_both_agree_when_places_are_locked():
    problem = crowded(seed=4)
    locked = np.full(problem.people, NOBODY)
    locked[:40] = solve(problem, order="greedy").activity[:40]
    one, other = (solve(problem, locked=locked, solver=solver) for solver in SOLVERS)
    assert one.pair.tolist() == other.pair.tolist()


def face(seats, *, may_go_without, must_fill):
    """Two people, each of whom can have the one activity."""
    return Face(
        np.arange(2),
        np.array([0, 1], np.int32),
        np.array([0, 0], np.int32),
        np.array([seats]),
        np.array(may_go_without),
        np.array([must_fill]),
    )


def test_costs_beyond_the_general_solver_are_refused_with_what_to_do():
    two = face(1, may_go_without=[True, True], must_fill=False)
    with pytest.raises(SolverError, match="too large for the general solver: install a C compiler"):
        cheapest(two, np.array([2**62, 2**62 - 1]), np.array([0, 2**62]), "general")


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize(
    ("seats", "may_go_without", "must_fill", "feasible"),
    [
        (2, (False, False), False, True),
        (1, (False, False), False, False),  # two need the one seat
        (1, (False, True), False, True),
        (0, (True, True), False, True),
        (0, (True, False), False, False),
        (2, (True, True), True, True),
        (3, (True, True), True, False),  # two cannot fill three seats
    ],
)
def test_what_cannot_be_met_is_an_error(solver, seats, may_go_without, must_fill, feasible):
    asked = face(seats, may_go_without=may_go_without, must_fill=must_fill)
    costs = np.array([5, 7]), np.array([1, 1])
    if not feasible:
        with pytest.raises(SolverError, match=solver):
            cheapest(asked, *costs, solver)
        return
    placed = np.flatnonzero(cheapest(asked, *costs, solver) != NOBODY)
    must = {row for row in range(2) if not may_go_without[row]} | ({0, 1} if must_fill else set())
    assert set(placed) == must


@pytest.mark.parametrize("solver", SOLVERS)
def test_costs_as_large_as_a_pass_may_have_them(solver):
    """With two people and an activity a pass may cost 2^61 / 5; a seat saved must still beat any exchange."""
    most = 2**61 // 5 if solver == "native" else 2**50  # the general solver refuses more, by its status
    asked = face(1, may_go_without=(True, True), must_fill=False)
    assert cheapest(asked, np.array([0, most - 1]), np.array([most, most]), solver).tolist() == [0, NOBODY]


def test_a_machine_without_a_compiler_gets_the_same_answer(monkeypatch):
    problem = crowded(seed=5)
    own = solve(problem)
    monkeypatch.setattr(native, "LIBRARY", native.LIBRARY.with_name("absent.so"))
    assert solve(problem).pair.tolist() == own.pair.tolist()
