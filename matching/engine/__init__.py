"""Exact matching of people and activities under seats (R60, R83, R115): arrays in, arrays out, no framework.

    pairs = feasible_pairs(Sides(persons, supply_of(rows), minutes, taken, offered, placed, today, horizon=60))
    problem = Problem(pairs.person, pairs.activity, pairs.rank, pairs.travel, seats, waiting_class, ids, other_ids)
    assignment = solve(problem, keep=last_round)

Every answer is the one best answer of its order and carries a proof, which `verify` checks without the solver.
"""

from .certificate import CertificateError, verify
from .explaining import Obstacle, Outcome, explain
from .figures import Figures, figures
from .flow import SolverError
from .orders import ORDERS
from .pairs import Pairs, feasible_pairs
from .problem import NOBODY, Assignment, Problem, ProblemError
from .ranking import SEATS, SEVERAL, WISH, Ranking, rank_one, why_not
from .records import ACTIVITY, PERSON, TAKEN
from .rules import RULES
from .seats import SeatPrices, seat_prices
from .sides import Sides, pair_number
from .solving import solve
from .supply import Supply, supply_of
from .supposing import Change, Move, what_if

VERSION = "1"  # raised when the same problem may get another answer; rounds keep it

__all__ = [
    "ACTIVITY",
    "NOBODY",
    "ORDERS",
    "PERSON",
    "RULES",
    "SEATS",
    "SEVERAL",
    "TAKEN",
    "VERSION",
    "WISH",
    "Assignment",
    "CertificateError",
    "Change",
    "Figures",
    "Move",
    "Obstacle",
    "Outcome",
    "Pairs",
    "Problem",
    "ProblemError",
    "Ranking",
    "SeatPrices",
    "Sides",
    "SolverError",
    "Supply",
    "explain",
    "feasible_pairs",
    "figures",
    "pair_number",
    "rank_one",
    "seat_prices",
    "solve",
    "supply_of",
    "verify",
    "what_if",
    "why_not",
]
