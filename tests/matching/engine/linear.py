"""A second opinion by integer programming (SciPy, HiGHS): one level after the other, each held for the next."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def best_totals(problem, order):
    """The total of each level in the best assignments by an order, the tie left out."""
    pairs = len(problem.person)
    limits = np.zeros((problem.people + problem.activities, pairs))
    limits[problem.person, np.arange(pairs)] = 1
    limits[problem.people + problem.activity, np.arange(pairs)] = 1
    held = [LinearConstraint(limits, -np.inf, np.concatenate([np.ones(problem.people), problem.seats]))]
    totals = []
    for level in _levels(problem, order):
        cost = np.asarray(level, float)
        result = milp(cost, integrality=np.ones(pairs), bounds=Bounds(0, 1), constraints=held)
        assert result.status == 0, result.message
        totals.append(round(result.fun))
        held.append(LinearConstraint(cost[None, :], totals[-1], totals[-1]))
    return totals


def totals(problem, order, pair):
    """The total of each level for the chosen pairs."""
    return [int(level[pair[pair >= 0]].sum()) for level in _levels(problem, order)]


def _levels(problem, order):
    """The costs of the pairs on each level; smaller is better."""
    place, rank = np.full(len(problem.person), -1), problem.rank.astype(int)
    first = {
        "default": [-(1 + problem.waiting_class[problem.person].astype(int)), rank],
        "greedy": [place, *(-(rank == number).astype(int) for number in range(10))],
        "generous": [place, *((rank == number).astype(int) for number in range(9, -1, -1))],
        "rank-sum": [place, rank + 1],
    }[order]
    return [*first, problem.travel]
