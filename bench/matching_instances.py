"""Made-up nodes to measure the matching on: the same arrays for the same seed, on any machine.

Assumed, since no open data says: three wishes among 60 areas in 12 wider ones, some areas far more wished for than
others; SFI on two to four mornings or afternoons for most people; one weekly time of 60 to 120 minutes per activity;
seats in all about as many as people; travel between ten zones up to an hour; and one activity in five for one sex,
one in four not before 25 years of age.
"""

import numpy as np

from matching.engine import ACTIVITY, NOBODY, PERSON, Problem, feasible_pairs
from matching.engine.week import SLOTS, packed

TODAY = np.datetime64("2026-11-22")
HORIZON = 60
AREAS, WIDER, ZONES = 60, 12, 10
WAITING = (0.45, 0.25, 0.15, 0.1, 0.03, 0.02)  # waiting classes 0 to 5


def node(people, activities, seed):
    """Persons, activities and the travel table of one node."""
    rng = np.random.default_rng(seed)
    return _persons(rng, people), _activities(rng, activities, people), _minutes(rng)


def country(people, activities, nodes, seed=1):
    """The problem of several nodes; its pairs are built node by node."""
    columns = {name: [] for name in ("person", "activity", "rank", "travel")}
    seats, waiting = [], []
    for number in range(nodes):
        persons, offers, minutes = node(people // nodes, activities // nodes, seed=[seed, number])
        pairs = feasible_pairs(persons, offers, minutes, today=TODAY, horizon=HORIZON)
        columns["person"].append(pairs.person + number * len(persons))
        columns["activity"].append(pairs.activity + number * len(offers))
        columns["rank"].append(pairs.rank)
        columns["travel"].append(pairs.travel)
        seats.append(offers["seats"])
        waiting.append(np.random.default_rng([seed, number, 2]).choice(6, len(persons), p=WAITING))
    return Problem(
        **{name: np.concatenate(column) for name, column in columns.items()},
        seats=np.concatenate(seats),
        waiting_class=np.concatenate(waiting).astype(np.int8),
        node_of_person=np.repeat(np.arange(nodes, dtype=np.int32), people // nodes),
        node_of_activity=np.repeat(np.arange(nodes, dtype=np.int32), activities // nodes),
    )


def _popularity(lean):
    weight = 1 / (1 + np.arange(AREAS)) ** lean
    return weight / weight.sum()


def _persons(rng, people):
    persons = np.zeros(people, PERSON)
    persons["zone"] = rng.integers(0, ZONES, people)
    persons["wishes"] = NOBODY
    likely = np.log(_popularity(0.8)) + rng.gumbel(size=(people, AREAS))  # three different areas, by popularity
    persons["wishes"][:, :3] = np.argsort(-likely, axis=1)[:, :3]
    persons["busy"] = _school(rng, people)
    persons["born"] = TODAY - rng.integers(20 * 365, 65 * 365, people)
    persons["sex"] = rng.choice([1, 2], people)
    persons["children"] = rng.random(people) < 0.15
    persons["languages"] = 1 | 2 ** rng.integers(1, 8, people).astype(np.uint64)
    persons["most_travel"] = rng.choice([30, 45, 60], people)
    persons["eligible_until"] = TODAY + rng.integers(30, 700, people)
    persons["waiver"] = rng.random(people) < 0.97
    return persons


def _school(rng, people):
    taken = np.zeros((people, 7, 48), bool)
    days = rng.integers(0, 5, people)[:, None] + np.arange(4)
    attended = np.arange(4) < rng.choice([0, 2, 3, 4], people)[:, None]
    first = np.where(rng.random(people) < 0.6, 17, 25)
    for hour in range(8):
        row, day = np.nonzero(attended)
        taken[row, days[row, day] % 5, first[row] + hour] = True
    return packed(taken.reshape(people, SLOTS))


def _activities(rng, activities, people):
    offers = np.zeros(activities, ACTIVITY)
    offers["zone"] = rng.integers(0, ZONES, activities)
    offers["area"] = rng.choice(AREAS, activities, p=_popularity(0.6))
    offers["parent"] = AREAS + offers["area"] % WIDER
    offers["slots"] = _weekly_times(rng, activities)
    offers["youngest"] = rng.choice([16, 16, 16, 25], activities)
    offers["oldest"] = rng.choice([255, 255, 64], activities)
    offers["sexes"] = rng.choice([3, 3, 3, 3, 3, 3, 3, 3, 1, 2], activities)
    offers["children"] = rng.random(activities) < 0.6
    offers["languages"] = rng.choice([0, 1], activities)
    mean = people / max(1, activities)
    offers["seats"] = rng.integers(max(0, int(mean * 0.3)), int(mean * 1.7) + 2, activities)
    offers["start"] = TODAY + rng.integers(1, HORIZON + 10, activities)
    return offers


def _weekly_times(rng, activities):
    taken = np.zeros((activities, SLOTS), bool)
    start = rng.choice(7, activities, p=(0.15, 0.15, 0.15, 0.15, 0.1, 0.2, 0.1)) * 48 + rng.integers(18, 40, activities)
    for half_hour in range(4):
        lasts = rng.integers(2, 5, activities) > half_hour
        taken[np.flatnonzero(lasts), start[lasts] + half_hour] = True
    return packed(taken)


def _minutes(rng):
    place = rng.random((ZONES, 2)) * 45
    return (np.linalg.norm(place[:, None] - place, axis=2) + 5).astype(np.int16)
