"""One pass of least-cost flow by a general solver (OR-Tools), the only place that knows it.

A person is a source of one unit, an activity a drain of its seats; who goes without drains to the sink at a price.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .face import Face
from .flow import SolverError
from .orders import Cost
from .problem import NOBODY, Integers


def flow(face: Face, of_pair: Cost, of_none: Cost) -> NDArray[np.intp] | None:
    """For each person the position in the face of the chosen pair, NOBODY for none; None where nothing is feasible.

    Raises SolverError where the solver stops short: its room for costs is smaller than our own solver's.
    """
    people, sink = len(face.may_go_without), len(face.may_go_without) + len(face.must_fill)
    without, open_ended = np.flatnonzero(face.may_go_without), np.flatnonzero(~face.must_fill)
    solver = SimpleMinCostFlow()
    _add(solver, face.person, people + face.activity, 1, of_pair)
    _add(solver, without, sink, 1, of_none[without])
    _add(solver, people + open_ended, sink, face.seats[open_ended], 0)
    supply = np.ones(sink + 1, np.int64)
    supply[people:sink] = np.where(face.must_fill, -face.seats, 0)
    supply[sink] = -people - supply[people:sink].sum()
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status == solver.BAD_COST_RANGE:
        raise SolverError("The costs are too large for the general solver: install a C compiler and run script/setup.")
    if status != solver.OPTIMAL:
        raise SolverError(f"The general solver stopped with {status.name}.")
    used = np.flatnonzero(solver.flows(np.arange(len(face.person))))
    chosen = np.full(people, NOBODY, np.intp)
    chosen[face.person[used]] = used
    return cast(NDArray[np.intp], chosen)


def _add(
    solver: SimpleMinCostFlow, tail: Integers, head: Integers | int, capacity: Integers | int, cost: Cost | int
) -> None:
    tails, heads, capacities, costs = np.broadcast_arrays(tail, head, capacity, cost)
    solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), capacities.astype(np.int64), costs.astype(np.int64)
    )
