"""Solve a problem exactly: part by part, pass by pass, and never without its proof."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from . import face as faces
from .arrays import of_rows
from .certificate import check_feasible, check_part
from .flow import cheapest
from .orders import Cost
from .parts import Parts
from .passes import Pass, passes
from .prices import lowest
from .problem import NOBODY, Assignment, Integers, Problem, ProblemError, per_person
from .splitting import split
from .workers import each


def solve(
    problem: Problem,
    keep: Assignment | Sequence[int] | Integers | None = None,
    order: str = "default",
    *,
    locked: Sequence[int] | Integers | None = None,
    workers: int = 1,
    solver: str | None = None,
) -> Assignment:
    """The one best assignment by the named order, certified.

    `keep` holds each person's earlier proposal (an activity row or NOBODY) and is honoured where nothing more
    important speaks against it; `locked` likewise, and is never broken. `workers` processes share the parts; the
    answer is the same. (Inside a Celery task use one: a worker's child may have no children.) `solver` is one of
    `flow.SOLVERS`, by default the quickest that this machine has; the answer is the same again.

    Raises ProblemError when the problem or a lock cannot be met, SolverError when the solver stops short, and
    CertificateError when the proof fails.
    """
    earlier, fixed = per_person(problem, keep), per_person(problem, locked)
    _check_locks(problem, fixed)
    found = split(problem)
    plan = passes(problem, order, earlier, found.largest())
    pair = np.full(problem.people, NOBODY, np.int64)
    prices = tuple(np.zeros(problem.activities, np.int64) for _ in plan)
    parts = Parts(problem, earlier, fixed, found)
    for number, (chosen, proof) in enumerate(each(partial(_solve_part, parts, plan, solver), len(parts), workers)):
        pair[parts.persons[number]] = chosen
        for price, of_part in zip(prices, proof, strict=True):
            price[parts.activities[number]] = of_part
    activity = np.where(pair == NOBODY, NOBODY, problem.activity[pair]) if len(problem.activity) else pair.copy()
    assignment = Assignment(activity, pair, order, prices, earlier, fixed)
    check_feasible(problem, assignment)  # with the parts' proofs, checked where they were solved, all of `verify`
    return assignment


def _solve_part(parts: Parts, plan: tuple[Pass, ...], solver: str | None, number: int) -> tuple[Integers, list[Cost]]:
    """The best pairs of one part, with the prices that prove it in each pass."""
    part = parts[number]
    face, proof = faces.whole(part), []
    for step in plan:
        of_pair, of_none = step.cost(part, face.at)
        chosen: NDArray[np.intp] = cheapest(face, of_pair, of_none, solver)
        price = lowest(face, of_pair, of_none, chosen)
        proof.append(price)
        at = of_rows(face.at, chosen, NOBODY)
        face, _ = faces.narrowed(part, face, of_pair, of_none, price)
    pair = of_rows(part.pair, at, NOBODY)
    check_part(part, plan, pair, proof)
    return pair, proof


def _check_locks(problem: Problem, locked: Integers) -> None:
    who = np.flatnonzero(locked != NOBODY)
    if not len(who):
        return
    bound = locked[problem.person] == problem.activity
    if len(np.unique(problem.person[bound])) != len(who):
        raise ProblemError("A locked place is not among the feasible pairs of its person.")
    if np.any(np.bincount(locked[who], minlength=problem.activities) > problem.seats):
        raise ProblemError("More people are locked to an activity than it has seats.")
