"""Small problems for the engine's tests, and a judge that shares no code with the engine's solving."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from matching.engine import NOBODY, Problem


@st.composite
def problems(draw, people=6, activities=4, ranks=3, travel=4):
    """Problems small enough to try every assignment: empty sides, zero seats, doubles and lonely people included."""
    n, m = draw(st.integers(0, people)), draw(st.integers(0, activities))
    whole = lambda top, size: st.lists(st.integers(0, top), min_size=size, max_size=size)  # noqa: E731 - local
    pair = st.tuples(
        st.integers(0, max(n - 1, 0)),
        st.integers(0, max(m - 1, 0)),
        st.integers(0, ranks - 1),
        st.integers(0, travel),
    )
    pairs = draw(st.lists(pair, max_size=14)) if n and m else []
    columns = np.array(pairs, np.int64).reshape(-1, 4).T
    ids = draw(st.permutations(range(100, 100 + n)))
    return Problem(
        *columns,
        seats=np.array(draw(whole(3, m)), np.int64),
        waiting_class=np.array(draw(whole(3, n)), np.int64),
        person_id=np.array(ids, np.int64),
        activity_id=np.array([f"a{row}" for row in draw(st.permutations(range(m)))], "U4"),
    )


def every_assignment(problem):
    """Yield every feasible assignment as a tuple of pair rows, NOBODY for none."""
    own = [[NOBODY, *np.flatnonzero(problem.person == row)] for row in range(problem.people)]
    for chosen in product(*own):
        load = np.zeros(problem.activities, int)
        for pair in chosen:
            if pair != NOBODY:
                load[problem.activity[pair]] += 1
        if np.all(load <= problem.seats):
            yield chosen


def score(problem, chosen, order, keep=None):
    """What an order looks at, as plain integers; the least is the best. The tie is left out."""
    placed = [(person, pair) for person, pair in enumerate(chosen) if pair != NOBODY]
    ranks = [int(problem.rank[pair]) for _, pair in placed]
    waited = sum(1 + int(problem.waiting_class[person]) for person, _ in placed)
    counts = [ranks.count(rank) for rank in range(10)]
    first = {
        "default": (-waited, sum(ranks)),
        "greedy": (-len(ranks), *(-count for count in counts)),
        "generous": (-len(ranks), *reversed(counts)),
        "rank-sum": (-len(ranks), sum(rank + 1 for rank in ranks)),
    }[order]
    kept = sum(1 for person, pair in placed if keep is not None and problem.activity[pair] == keep[person])
    return (*first, -kept, sum(int(problem.travel[pair]) for _, pair in placed))


def by_id(problem, assignment):
    """Who goes where, by stable id."""
    names = {NOBODY: None} | dict(enumerate(problem.activity_id.tolist()))
    return {who: names[row] for who, row in zip(problem.person_id.tolist(), assignment.activity.tolist(), strict=True)}


def shuffled(problem, seed):
    """The same problem with people, activities and pairs in another order of rows."""
    rng = np.random.default_rng(seed)
    people, activities = rng.permutation(problem.people), rng.permutation(problem.activities)
    pairs = rng.permutation(len(problem.person))
    return Problem(
        np.argsort(people)[problem.person[pairs]],
        np.argsort(activities)[problem.activity[pairs]],
        problem.rank[pairs],
        problem.travel[pairs],
        problem.seats[activities],
        problem.waiting_class[people],
        problem.person_id[people],
        problem.activity_id[activities],
    )


def crowded(people=300, activities=30, *, seed=1, ranks=10, travel=30):
    """A larger problem with too few seats in demand."""
    rng = np.random.default_rng(seed)
    person, activity = np.nonzero(rng.random((people, activities)) < 0.3)
    return Problem(
        person,
        activity,
        rng.integers(0, ranks, len(person)),
        rng.integers(0, travel + 1, len(person)),
        rng.integers(0, 2 * people // activities, activities),
        rng.integers(0, 6, people),
    )
