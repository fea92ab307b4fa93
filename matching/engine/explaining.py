"""Why a person got this and not that: the parts of the score, and what stands in the way (R60)."""

from dataclasses import dataclass

import numpy as np

from .problem import NOBODY, Assignment, Problem
from .seats import SeatPrices, seat_prices


@dataclass(frozen=True)
class Obstacle:
    """An activity that the person would rather have had.

    `holders` are the people who have its seats (none where it has no seats); `least_waiting` is the lowest waiting
    class among them. `price` says what one more seat would gain, in units of each level.
    """

    activity: int
    rank: int
    travel: int
    seats: int
    holders: tuple[int, ...]
    least_waiting: int | None
    price: dict[str, int]


@dataclass(frozen=True)
class Outcome:
    """One person's outcome. `activity`, `rank` and `travel` are None for a person without a place.

    `choices` is how many feasible pairs the person has; with 0 a rule stands in the way of everything, see
    `rank_one`. `obstacles` are the better activities, the best wish first.
    """

    person: int
    waiting_class: int
    activity: int | None
    rank: int | None
    travel: int | None
    kept: bool
    locked: bool
    choices: int
    obstacles: tuple[Obstacle, ...]


def explain(problem: Problem, assignment: Assignment, person: int, prices: SeatPrices | None = None) -> Outcome:
    """The outcome of one person, by row number; pass the prices along when many are explained."""
    prices = prices or seat_prices(problem, assignment)
    own = np.flatnonzero(problem.person == person)
    own = own[np.lexsort((problem.travel[own], problem.rank[own]))]
    pair, place = int(assignment.pair[person]), int(assignment.activity[person])
    placed = place != NOBODY
    obstacles: dict[int, Obstacle] = {}
    for other in own.tolist():
        if placed and _worth(problem, other) >= _worth(problem, pair):
            break
        activity = int(problem.activity[other])
        obstacles.setdefault(activity, _obstacle(problem, assignment, other, prices))
    return Outcome(
        person,
        int(problem.waiting_class[person]),
        place if placed else None,
        int(problem.rank[pair]) if placed else None,
        int(problem.travel[pair]) if placed else None,
        kept=placed and place == assignment.keep[person],
        locked=bool(assignment.locked[person] != NOBODY),
        choices=len(np.unique(problem.activity[own])),
        obstacles=tuple(obstacles.values()),
    )


def _worth(problem: Problem, pair: int) -> tuple[int, int]:
    return int(problem.rank[pair]), int(problem.travel[pair])


def _obstacle(problem: Problem, assignment: Assignment, pair: int, prices: SeatPrices) -> Obstacle:
    activity = int(problem.activity[pair])
    holders = np.flatnonzero(assignment.activity == activity)
    return Obstacle(
        activity,
        *_worth(problem, pair),
        seats=int(problem.seats[activity]),
        holders=tuple(holders.tolist()),
        least_waiting=int(problem.waiting_class[holders].min()) if len(holders) else None,
        price=prices.parts(activity),
    )
