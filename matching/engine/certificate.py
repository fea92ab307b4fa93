"""The proof that an assignment is feasible and best; it trusts no solver and imports none.

For each pass the dual value (what people pay at least, less what the seats earn) can never exceed the cost of any
assignment. Where the two are equal, none is better. What ties with the best stays in play for the next pass.
"""

from operator import mul

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import face as faces
from .orders import Cost
from .parts import Part, Parts
from .passes import Pass, passes
from .problem import NOBODY, Assignment, Integers, Problem
from .splitting import split


class CertificateError(RuntimeError):
    """The assignment is not feasible, or not proven best. Never to be ignored."""


def verify(problem: Problem, assignment: Assignment) -> str:
    """Check the assignment and its proof from the problem alone; return "optimal".

    Raises CertificateError when it is not feasible, breaks a lock, or primal and dual differ in any pass.
    """
    check_feasible(problem, assignment)
    found = split(problem)
    plan = passes(problem, assignment.order, assignment.keep, found.largest())
    if len(plan) != len(assignment.prices):
        raise CertificateError(f"The proof has {len(assignment.prices)} passes; {len(plan)} are needed.")
    for part in Parts(problem, assignment.keep, assignment.locked, found):
        prices = [price[part.activities] for price in assignment.prices]
        check_part(part, plan, assignment.pair[part.persons], prices)
    return "optimal"


def check_feasible(problem: Problem, assignment: Assignment) -> None:
    """Every person has at most one own pair, no activity more people than seats, and locks hold."""
    placed = np.flatnonzero(assignment.activity != NOBODY)
    pair = assignment.pair[placed]
    _require("It does not cover the people.", len(assignment.activity) == len(assignment.pair) == problem.people)
    _require("Somebody without a place has a pair.", assignment.pair[assignment.activity == NOBODY] == NOBODY)
    _require("A pair does not exist.", (pair >= 0) & (pair < len(problem.person)))
    _require("A pair belongs to another person.", problem.person[pair] == placed)
    _require("A pair has another activity.", problem.activity[pair] == assignment.activity[placed])
    load = np.bincount(assignment.activity[placed], minlength=problem.activities)
    _require("An activity has more people than seats.", load <= problem.seats)
    bound = assignment.locked != NOBODY
    _require("A lock is broken.", assignment.activity[bound] == assignment.locked[bound])


def check_part(part: Part, plan: tuple[Pass, ...], pair: Integers, prices: list[Cost]) -> None:
    """Primal equals dual in every pass, each within the best answers of those before. Raises CertificateError."""
    chosen = np.flatnonzero(np.isin(part.pair, pair))
    placed, filled = part.person[chosen], np.bincount(part.activity[chosen], minlength=len(part.seats))
    _require("A pair is worse than its double.", np.array_equal(np.flatnonzero(pair != NOBODY), placed))
    without = np.flatnonzero(pair == NOBODY)
    face = faces.whole(part)
    for step, price in zip(plan, prices, strict=True):
        here = np.searchsorted(face.at, chosen)
        _require("A pair was not among the best of an earlier pass.", np.searchsorted(face.at, chosen, "right") > here)
        _require("Somebody goes without who need not.", face.may_go_without[without])
        _require("A seat that must be filled is empty.", (filled == face.seats)[face.must_fill])
        _require("A price is out of range.", (price > -(2**62)) & (price < 2**62))
        _require("A seat has a negative price.", (price >= 0) | face.must_fill)
        of_pair, of_none = step.cost(part, face.at)
        face, value = faces.narrowed(part, face, of_pair, of_none, price)
        primal = exact_sum(of_pair[here]) + exact_sum(of_none[without])
        dual = exact_sum(value) - sum(map(mul, part.seats.tolist(), price.tolist()))
        _require(f"Primal {primal} and dual {dual} differ.", primal == dual)


def exact_sum(numbers: NDArray[np.int64]) -> int:
    """A sum that no width of integer can spoil."""
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())


def _require(otherwise: str, holds: ArrayLike) -> None:
    if not np.all(holds):
        raise CertificateError(f"The assignment is not certified. {otherwise}")
