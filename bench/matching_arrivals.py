"""People who come one by one: what offering at once loses, and what seat prices save; part of `script/bench matching`.

Hindsight matches everybody at the end of the period. Beforehand there are only the last period's people, drawn from the
same distribution (which flatters), with the same activities. Whoever comes is given the best free place: by wish and
way alone; with the prices of the last period's seats beside them; or with prices renewed twelve times in the period, as
the product's are every night: last period's people, as many as are still to come, and the seats that are left.
"""

from dataclasses import replace

import numpy as np

from bench.matching_instances import WAITING, node, people_of
from matching.engine import NOBODY, Problem, feasible_pairs, seat_prices, solve

SEEDS, PEOPLE, ACTIVITIES, RENEWALS = (1, 2, 3), 5_000, 500, 12
COLUMNS = "{:<24} {:>16} {:>16} {:>16} {:>16}"


def compare():
    """Print one table: matched, as a share of what hindsight matches."""
    print(COLUMNS.format("wishes count", "hindsight", "wish and way", "last prices", "renewed prices"))
    for words, near in (("with what is near them", True), ("themselves only", False)):
        total = sum(np.array(_period(seed, near=near)) for seed in SEEDS)
        shares = (f"{100 * each / total[0]:.2f} %" for each in total[1:])
        print(COLUMNS.format(words, f"{total[0]:,}", *shares), flush=True)


def _period(seed, *, near):
    """How many are matched: in hindsight, without prices, with the last ones, with renewed ones."""
    activities = node(PEOPLE, ACTIVITIES, [seed, 0])
    past, now = (_problem(activities, [seed, number], near=near) for number in (1, 2))
    nothing, last = np.zeros(ACTIVITIES, np.int64), seat_prices(past, solve(past))
    rng = np.random.default_rng(seed)
    come = rng.permutation(PEOPLE)

    def renewed(left, waiting):
        expected = _some(past, rng.integers(0, PEOPLE, waiting), left)
        return seat_prices(expected, solve(expected))

    free = replace(last, price=nothing)
    return (
        solve(now).matched,
        _one_by_one(now, come, free),
        _one_by_one(now, come, last),
        _one_by_one(now, come, last, renewed),
    )


def _problem(activities, seed, *, near):
    persons, taken = people_of(np.random.default_rng(seed), PEOPLE)
    if not near:
        persons["groups"] = NOBODY
    sides = replace(activities, persons=persons, taken=taken)
    pairs = feasible_pairs(sides)
    waiting = np.random.default_rng([*seed, 1]).choice(6, PEOPLE, p=WAITING)
    return Problem(pairs.person, pairs.activity, pairs.rank, pairs.travel, sides.of_activity["seats"], waiting)


def _some(problem, who, seats):
    """The problem of some of its people, who may come more than once."""
    first = np.searchsorted(problem.person, who)
    pairs = np.searchsorted(problem.person, who, side="right") - first
    at = np.repeat(first - np.cumsum(pairs) + pairs, pairs) + np.arange(pairs.sum())
    columns = (getattr(problem, name)[at] for name in ("activity", "rank", "travel"))
    return Problem(np.repeat(np.arange(len(who)), pairs), *columns, seats, problem.waiting_class[who])


def _one_by_one(problem, come, prices, renew=None):
    """How many get a place when each takes the cheapest free one on arrival."""
    left, matched, still = np.array(problem.seats), 0, problem.people
    first = np.searchsorted(problem.person, np.arange(problem.people + 1))
    for part in np.array_split(come, RENEWALS):
        prices = renew(left, still) if renew else prices
        still -= len(part)
        cost = prices.cost(problem.activity, problem.rank, problem.travel)
        for person in part.tolist():
            own = np.arange(first[person], first[person + 1])
            own = own[left[problem.activity[own]] > 0]
            if len(own):
                left[problem.activity[own[np.argmin(cost[own])]]] -= 1
                matched += 1
    return matched
