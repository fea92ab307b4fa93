"""Ways to solve an instance from a file, each printing one JSON object; run by `bench.matching_engine`."""

import json
import os
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

import networkx
import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matching.engine import NOBODY, Problem, figures, solve
from matching.engine import face as faces
from matching.engine.parts import Parts
from matching.engine.passes import passes
from matching.engine.prices import lowest
from matching.engine.problem import per_person
from matching.engine.reading import read
from matching.engine.splitting import split


def engine(problem):
    """Our own, in one process."""
    return _timed(lambda: solve(problem))


def engine_on_all_cores(problem):
    """Our own, one process per core."""
    return _timed(lambda: solve(problem, workers=len(os.sched_getaffinity(0))))


def _timed(work):
    """What the work returns, and the seconds it took: on the clock, and of processors (its children's too)."""
    start = _clocks()
    return work(), _clocks() - start


def _clocks():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return np.array([time.perf_counter(), time.process_time() + children.ru_utime + children.ru_stime])


def bare_solver(problem):
    """OR-Tools twice per node: levels, then the tie among what is left. Only the models and the solver are timed."""
    nobody = per_person(problem, None)
    found = split(problem)
    plan, pair, seconds = passes(problem, "default", nobody, found.largest()), nobody.copy(), np.zeros(2)
    for part in Parts(problem, nobody, nobody, found):
        face = faces.whole(part)
        for step in plan:
            of_pair, of_none = step.cost(part, face.at)
            chosen, taken = _timed(lambda: _flow(face, of_pair, of_none))  # noqa: B023 - called at once
            seconds += taken
            at = face.at
            face, _ = faces.narrowed(part, face, of_pair, of_none, lowest(face, of_pair, of_none, chosen))
        pair[part.persons] = np.append(part.pair, NOBODY)[np.append(at, NOBODY)[chosen]]
    return _assignment(problem, pair), seconds


def _flow(face, of_pair, of_none):
    people = len(face.may_go_without)
    sink = people + len(face.seats)
    without, open_ended = np.flatnonzero(face.may_go_without), np.flatnonzero(~face.must_fill)
    tail = np.concatenate([face.person, without, people + open_ended]).astype(np.int32)
    head = np.concatenate([people + face.activity, np.full(len(without) + len(open_ended), sink)]).astype(np.int32)
    room = np.concatenate([np.ones(len(face.person) + len(without), np.int64), face.seats[open_ended]])
    cost = np.concatenate([of_pair, of_none[without], np.zeros(len(open_ended), np.int64)])
    supply = np.concatenate([np.ones(people, np.int64), np.where(face.must_fill, -face.seats, 0), [0]])
    supply[sink] = -supply.sum()
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    assert solver.solve() == solver.OPTIMAL
    used = np.flatnonzero(solver.flows(arcs[: len(face.person)]))
    chosen = np.full(people, NOBODY)
    chosen[face.person[used]] = used
    return chosen


def networkx_simplex(problem):
    """The same network in networkx, levels only: without the tie, so who goes where may differ, the sums not."""
    nobody = per_person(problem, None)
    plan = passes(problem, "default", nobody, split(problem).largest())
    pair, seconds = nobody.copy(), np.zeros(2)
    for part in Parts(problem, nobody, nobody, split(problem)):
        of_pair, of_none = plan[0].cost(part, np.arange(len(part.pair)))
        (_, flow), taken = _timed(lambda: networkx.network_simplex(_graph(part, of_pair, of_none)))  # noqa: B023
        seconds += taken
        taken = [row for row, (i, j) in enumerate(_ends(part)) if flow[("person", i)].get(("activity", j))]
        pair[part.persons[part.person[taken]]] = part.pair[taken]
    return _assignment(problem, pair), seconds


def _ends(part):
    return zip(part.person.tolist(), part.activity.tolist(), strict=True)


def _graph(part, of_pair, of_none):
    graph = networkx.DiGraph()
    graph.add_node("sink", demand=len(part.persons))
    for person, cost in enumerate(of_none.tolist()):
        graph.add_node(("person", person), demand=-1)
        graph.add_edge(("person", person), "sink", weight=cost, capacity=1)
    for activity, seats in enumerate(part.seats.tolist()):
        graph.add_edge(("activity", activity), "sink", weight=0, capacity=seats)
    for (person, activity), cost in zip(_ends(part), of_pair.tolist(), strict=True):
        graph.add_edge(("person", person), ("activity", activity), weight=cost, capacity=1)
    return graph


def _assignment(problem, pair):
    """Figures need no more than the pairs; the locks of a solved empty problem stand in for the rest."""
    without_pairs = {name: getattr(problem, name)[:0] for name in ("person", "activity", "rank", "travel")}
    rest = solve(Problem(**without_pairs, seats=problem.seats, waiting_class=problem.waiting_class))
    activity = np.where(pair == NOBODY, NOBODY, problem.activity[pair])
    return type(rest)(activity, pair, rest.order, (), rest.keep, rest.locked)


def peak_megabytes():
    """The highest memory of this process, and what each child had beyond what it inherited, if all had it at once."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    of_child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + len(os.sched_getaffinity(0)) * max(0, of_child - own)) // 1024


if __name__ == "__main__":
    way = {each.__name__: each for each in (engine, engine_on_all_cores, bare_solver, networkx_simplex)}[sys.argv[1]]
    instance = read(Path(sys.argv[2]))
    assignment, taken = way(instance)
    print(json.dumps(asdict(figures(instance, assignment)) | {"seconds": list(taken), "megabytes": peak_megabytes()}))
