"""Exact matching of people and activities under seats (R60, R83, R115): arrays in, arrays out, no framework.

    assignment = solve(Problem(person, activity, rank, travel, seats, waiting_class))

Every answer is the one best answer of its order and carries a proof, which `verify` checks without the solver.
"""

from .certificate import CertificateError, verify
from .flow import SolverError
from .orders import ORDERS
from .problem import NOBODY, Assignment, Problem, ProblemError
from .solving import solve

__all__ = [
    "NOBODY",
    "ORDERS",
    "Assignment",
    "CertificateError",
    "Problem",
    "ProblemError",
    "SolverError",
    "solve",
    "verify",
]
