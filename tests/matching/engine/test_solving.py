"""The engine against every possible assignment, and its answer in every order of rows."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.engine import NOBODY, ORDERS, Problem, ProblemError, solve, splitting, verify
from matching.engine import passes as packing
from matching.engine.figures import figures

from .instances import by_id, crowded, every_assignment, problems, score, shuffled


@pytest.mark.parametrize("order", ORDERS)
@given(problem=problems())
@settings(max_examples=150, deadline=None)
def test_no_assignment_is_better(order, problem):
    best = min(score(problem, chosen, order) for chosen in every_assignment(problem))
    assignment = solve(problem, order=order)
    assert score(problem, assignment.pair.tolist(), order) == best
    assert verify(problem, assignment) == "optimal"


@pytest.mark.parametrize("order", ORDERS)
@given(problem=problems(ranks=10), data=st.data())
@settings(max_examples=80, deadline=None)
def test_earlier_proposals_count_after_rank_and_before_travel(order, problem, data):
    row = st.integers(NOBODY, problem.activities - 1)
    keep = data.draw(st.lists(row, min_size=problem.people, max_size=problem.people))
    best = min(score(problem, chosen, order, keep) for chosen in every_assignment(problem))
    assignment = solve(problem, keep=keep, order=order)
    assert score(problem, assignment.pair.tolist(), order, keep) == best


@pytest.mark.parametrize("order", ORDERS)
@given(problem=problems(ranks=1, travel=0), seed=st.integers(0, 999))
@settings(max_examples=80, deadline=None)
def test_ties_fall_the_same_way_in_any_order_of_rows(order, problem, seed):
    other = shuffled(problem, seed)
    assert by_id(problem, solve(problem, order=order)) == by_id(other, solve(other, order=order))


@pytest.mark.parametrize("order", ORDERS)
@given(problem=problems())
@settings(max_examples=50, deadline=None)
def test_nodes_that_follow_the_parts_change_nothing(order, problem):
    root = splitting._components(problem.people + problem.activities, problem.person, problem.activity + problem.people)
    arrays = {name: getattr(problem, name) for name in ("person", "activity", "rank", "travel", "seats")}
    with_nodes = Problem(
        **arrays,
        waiting_class=problem.waiting_class,
        person_id=problem.person_id,
        activity_id=problem.activity_id,
        node_of_person=root[: problem.people],
        node_of_activity=root[problem.people :],
    )
    assert solve(problem, order=order).pair.tolist() == solve(with_nodes, order=order).pair.tolist()


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("seed", range(3))
def test_many_small_passes_agree_with_few_large(order, seed, monkeypatch):
    problem = crowded(seed=seed)
    few = solve(problem, order=order)
    monkeypatch.setattr(packing, "_size", lambda *_: 2**80)  # nothing may share a pass
    many = solve(problem, order=order)
    assert len(many.prices) > len(few.prices)
    assert many.pair.tolist() == few.pair.tolist()
    assert verify(problem, many) == "optimal"


@pytest.mark.parametrize("order", ORDERS)
def test_three_hundred_in_any_order_of_rows(order):
    problem = crowded(ranks=3)
    other = shuffled(problem, 7)
    assert by_id(problem, solve(problem, order=order)) == by_id(other, solve(other, order=order))


def test_nodes_that_pairs_join_are_solved_as_one(monkeypatch):
    """Nodes forbid nothing: were they solved apart, the pairs across two would be lost."""
    problem = crowded(60, 12, ranks=3)
    nodes = {"node_of_person": np.arange(60) % 3, "node_of_activity": np.arange(12) % 3}
    monkeypatch.setattr(splitting, "WORTH_A_CALL", 1)
    joined = replace(problem, **nodes)
    assert splitting.split(joined).count == 1
    assert solve(joined).pair.tolist() == solve(problem).pair.tolist()


def test_small_parts_solved_alone_or_together_agree(monkeypatch):
    one = crowded(60, 12, ranks=3)
    names = ("person", "activity", "rank", "travel", "seats", "waiting_class")
    columns = {name: np.tile(getattr(one, name), 5) for name in names}
    copy = np.repeat(np.arange(5), len(one.person))
    columns["person"] = columns["person"] + copy * one.people
    columns["activity"] = columns["activity"] + copy * one.activities
    together = solve(Problem(**columns))
    monkeypatch.setattr(splitting, "WORTH_A_CALL", 1)
    assert splitting.split(Problem(**columns)).count == 5
    for workers in (1, 2):
        assert solve(Problem(**columns), workers=workers).pair.tolist() == together.pair.tolist()


def test_assignment_solver_agrees_on_places_and_ranks():
    problem = crowded(120, 15, ranks=3, travel=0)
    seat = np.repeat(np.arange(problem.activities), problem.seats)
    gain = np.zeros((problem.people, len(seat) + problem.people))
    for pair in range(len(problem.person)):
        worth = 1000 * (1 + problem.waiting_class[problem.person[pair]]) - problem.rank[pair]
        gain[problem.person[pair], np.flatnonzero(seat == problem.activity[pair])] = worth
    rows, columns = linear_sum_assignment(gain, maximize=True)
    reached = figures(problem, solve(problem))
    assert 1000 * reached.class_sum - reached.rank_sum == gain[rows, columns].sum()


def test_equal_people_share_by_the_ids_and_not_by_the_rows():
    everybody, two = np.repeat(np.arange(6), 2), np.tile([0, 1], 6)
    nothing = np.zeros(12, int)
    ids = np.array(["Amira", "Binyam", "Chen", "Darya", "Elif", "Farah"])
    winners = set()
    for turn in range(6):
        names = np.roll(ids, turn)
        problem = Problem(everybody, two, nothing, nothing, np.array([1, 1]), np.zeros(6, int), names)
        winners.add(frozenset(by_id(problem, solve(problem)).items()))
    assert len(winners) == 1


@pytest.mark.parametrize("width", ["u1", "i2", "u4", "u8", "f8"])
def test_arrays_of_any_width_of_whole_numbers(width):
    problem = crowded(200, 20, ranks=3)
    names = ("person", "activity", "rank", "travel", "seats", "waiting_class")
    narrow = Problem(**{name: getattr(problem, name).astype(width) for name in names})
    for order in ORDERS:
        assert solve(narrow, order=order).pair.tolist() == solve(problem, order=order).pair.tolist()


def test_people_without_a_pair_and_activities_that_nobody_can_have():
    problem = Problem([2, 4], [1, 3], [0, 0], [0, 0], [1] * 5, [0] * 6)
    for workers in (1, 2):
        assert solve(problem, workers=workers).activity.tolist() == [NOBODY, NOBODY, 1, NOBODY, 3, NOBODY]


def test_the_better_of_a_double_counts():
    problem = Problem([0, 0, 0], [0, 0, 0], [2, 1, 1], [0, 9, 4], [1], [0])
    assert solve(problem).pair.tolist() == [2]


def test_whoever_has_waited_longest_gets_the_only_seat():
    problem = Problem([0, 1], [0, 0], [0, 2], [0, 9], [1], [0, 1])
    assert solve(problem).activity.tolist() == [NOBODY, 0]
    assert solve(problem, order="rank-sum").activity.tolist() == [0, NOBODY]


def test_a_lock_holds_against_everything():
    problem = Problem([0, 1], [0, 0], [0, 2], [0, 9], [1], [5, 0])
    assignment = solve(problem, locked=[NOBODY, 0])
    assert assignment.activity.tolist() == [NOBODY, 0]
    assert verify(problem, assignment) == "optimal"


@pytest.mark.parametrize(
    ("locked", "why"), [([0, 0], "than it has seats"), ([1, NOBODY], "not among the feasible pairs")]
)
def test_an_impossible_lock_is_refused(locked, why):
    problem = Problem([0, 1], [0, 0], [0, 2], [0, 9], [1, 1], [5, 0])
    with pytest.raises(ProblemError, match=why):
        solve(problem, locked=locked)


def test_an_unknown_order_is_refused():
    with pytest.raises(ProblemError, match="choose one of default"):
        solve(crowded(10, 5), order="best")


def test_costs_at_the_limit_are_exact_and_past_it_refused():
    limit = 2**61 // 5
    near = Problem([0, 1], [0, 0], [0, 0], [2**53, 2**53 - 1], [1], [0, 0])
    assert solve(near).activity.tolist() == [NOBODY, 0]
    people = np.arange(300)
    wide = Problem(people, people % 7, people * 0, people * 0 + 2**53, np.full(7, 9), people * 0)
    assert limit > 2**53 > 2**61 // 309
    with pytest.raises(ProblemError, match="level travel costs up to"):
        solve(wide)
