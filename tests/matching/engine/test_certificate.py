"""The certificate must be able to fail: a spoilt answer or a spoilt proof is never passed."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import NOBODY, ORDERS, Assignment, CertificateError, Problem, solve, solving, verify
from matching.engine.certificate import exact_sum

from .instances import crowded, every_assignment, problems


@pytest.mark.parametrize("order", ORDERS)
@given(problem=problems(people=5, activities=3), data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_other_assignment_fails(order, problem, data):
    best = solve(problem, order=order)
    others = [chosen for chosen in every_assignment(problem) if list(chosen) != best.pair.tolist()]
    if not others:
        return
    pair = np.array(data.draw(st.sampled_from(others)), np.int64)
    activity = np.where(pair == NOBODY, NOBODY, problem.activity[pair])
    if activity.tolist() == best.activity.tolist() and _equals(problem, pair, best.pair):
        return  # a double as good as the chosen one
    with pytest.raises(CertificateError):
        verify(problem, replace(best, pair=pair, activity=activity))


def _equals(problem, one, other):
    return all(np.array_equal(column[one], column[other]) for column in (problem.rank, problem.travel))


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("number", [0, 1])
def test_spoilt_prices_fail(number, sign):
    problem = crowded(60, 12, ranks=3)
    best = solve(problem)
    noise = sign * np.random.default_rng(number).integers(1, 2**50, problem.activities)
    prices = [price + noise * (at == number) for at, price in enumerate(best.prices)]
    with pytest.raises(CertificateError):
        verify(problem, replace(best, prices=tuple(prices)))


def test_prices_that_would_overflow_fail():
    best = solve(TWO)
    prices = (np.full(2, 2**63 - 1), *best.prices[1:])
    with pytest.raises(CertificateError, match="out of range"):
        verify(TWO, replace(best, prices=prices))


def test_too_few_passes_fail():
    problem = crowded(60, 12)
    best = solve(problem)
    with pytest.raises(CertificateError, match="passes"):
        verify(problem, replace(best, prices=best.prices[:1]))


TWO = Problem([0, 1, 1], [0, 0, 1], [0, 0, 1], [0, 0, 0], [1, 1], [0, 0])


@pytest.mark.parametrize(
    ("pair", "activity", "why"),
    [
        ([0, 1], [0, 0], "more people than seats"),
        ([0, 9], [0, 1], "does not exist"),
        ([0, 0], [0, 0], "another person"),
        ([0, 2], [0, 0], "another activity"),
        ([0, 2], [0, NOBODY], "without a place has"),
        ([0], [0], "does not cover"),
    ],
)
def test_an_infeasible_assignment_fails(pair, activity, why):
    best = solve(TWO)
    with pytest.raises(CertificateError, match=why):
        verify(TWO, replace(best, pair=np.array(pair), activity=np.array(activity)))


def test_a_broken_lock_fails():
    best = solve(TWO)
    with pytest.raises(CertificateError, match="lock"):
        verify(TWO, replace(best, locked=np.array([NOBODY, 0])))


def test_a_solver_that_stops_short_is_found_out(monkeypatch):
    def lazy(face, of_pair, of_none, solver):
        return np.full(len(face.may_go_without), NOBODY)

    monkeypatch.setattr(solving, "cheapest", lazy)
    with pytest.raises(RuntimeError):
        solve(TWO)


def test_sums_do_not_overflow():
    assert exact_sum(np.array([2**62, 2**62, 2**62, -5])) == 3 * 2**62 - 5


def test_the_certificate_needs_no_solver():
    engine = Path(sys.modules[Assignment.__module__].__file__).parent
    program = (
        "import sys, types; package = types.ModuleType('matching.engine');"
        f"package.__path__ = [{str(engine)!r}]; sys.modules['matching.engine'] = package;"
        "sys.modules['ortools'] = sys.modules['django'] = sys.modules['scipy'] = None;"
        "import matching.engine.certificate"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=engine.parents[1])


def test_the_engine_needs_no_framework():
    program = "import sys; sys.modules['django'] = None; import matching.engine"
    engine = Path(sys.modules[Assignment.__module__].__file__).parent
    subprocess.run([sys.executable, "-c", program], check=True, cwd=engine.parents[1])
