"""Made-up nodes to measure the matching on: the same arrays for the same seed, on any machine.

Assumed, since no open data says: three wishes among 60 areas in 12 wider ones, some areas far more wished for than
others; SFI on two to four mornings or afternoons for most people; one weekly time of 60 to 120 minutes per activity;
seats in all about as many as people; travel between ten zones up to an hour; and one activity in five for one sex,
one in four not before 25 years of age.
"""

import numpy as np

from matching.engine import ACTIVITY, NOBODY, PERSON, TAKEN, Problem, Sides, feasible_pairs, supply_of
from matching.engine.records import bits
from matching.engine.week import DAY

TODAY = np.datetime64("2026-11-22")
HORIZON = 60
AREAS, WIDER, ZONES = 60, 12, 10
WAITING = (0.45, 0.25, 0.15, 0.1, 0.03, 0.02)  # waiting classes 0 to 5


def node(people, activities, seed):
    """The two sides of one node."""
    rng = np.random.default_rng(seed)
    nothing = np.empty(0, np.int64)
    persons, taken = people_of(rng, people)
    offers = _activities(rng, activities, people)
    return Sides(persons, supply_of(offers), _minutes(rng), taken, nothing, nothing, TODAY, HORIZON)


def people_of(rng, people):
    """So many persons, and their taken times."""
    return _persons(rng, people), _school(rng, people)


def country(people, activities, nodes, seed=1):
    """The problem of several nodes; its pairs are built node by node, for the wishes themselves (ranks 0 to 2)."""
    columns = {name: [] for name in ("person", "activity", "rank", "travel")}
    seats, waiting = [], []
    for number in range(nodes):
        sides = node(people // nodes, activities // nodes, seed=[seed, number])
        sides.persons["groups"] = NOBODY
        pairs = feasible_pairs(sides)
        columns["person"].append(pairs.person + number * len(sides.persons))
        columns["activity"].append(pairs.activity + number * len(sides.activities))
        columns["rank"].append(pairs.rank)
        columns["travel"].append(pairs.travel)
        seats.append(sides.of_activity["seats"])
        waiting.append(np.random.default_rng([seed, number, 2]).choice(6, len(sides.persons), p=WAITING))
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
    persons["wishes"] = np.argsort(-likely, axis=1)[:, :3]
    persons["groups"] = AREAS + persons["wishes"] % WIDER
    persons["born"] = TODAY - rng.integers(20 * 365, 65 * 365, people)
    persons["sex"] = rng.choice([1, 2], people)
    persons["children"] = rng.random(people) < 0.15
    persons["languages"] = 1 | 2 ** rng.integers(1, 8, people).astype(np.uint64)
    persons["most_travel"] = rng.choice([30, 45, 60], people)
    persons["eligible_from"] = TODAY
    persons["eligible_until"] = TODAY + rng.integers(30, 700, people)
    persons["waiver"] = rng.random(people) < 0.97
    return persons


def _school(rng, people):
    """Four hours from half past eight or half past twelve, on days in a row."""
    days = rng.integers(0, 5, people)[:, None] + np.arange(4)
    person, day = np.nonzero(np.arange(4) < rng.choice([0, 2, 3, 4], people)[:, None])
    taken = np.zeros(len(person), TAKEN)
    taken["person"] = person
    taken["begins"] = days[person, day] % 5 * DAY + np.where(rng.random(people) < 0.6, 510, 750)[person]
    taken["lasts"] = 240
    taken["first"], taken["last"] = TODAY - 365, TODAY + 365
    return taken


def _activities(rng, activities, people):
    offers = np.zeros(activities, ACTIVITY)
    offers["zone"] = rng.integers(0, ZONES, activities)
    area, own = rng.choice(AREAS, activities, p=_popularity(0.6)), np.arange(activities)
    offers["groups"] = bits(own, AREAS + area % WIDER, activities)
    offers["areas"] = bits(own, area, activities) | offers["groups"]
    weekday = rng.choice(7, activities, p=(0.15, 0.15, 0.15, 0.15, 0.1, 0.2, 0.1))
    offers["begins"] = weekday * DAY + rng.integers(18, 40, activities) * 30
    offers["lasts"] = rng.integers(2, 5, activities) * 30
    offers["youngest"] = rng.choice([16, 16, 16, 25], activities)
    offers["oldest"] = rng.choice([255, 255, 64], activities)
    offers["sexes"] = rng.choice([3, 3, 3, 3, 3, 3, 3, 3, 1, 2], activities)
    offers["children"] = rng.random(activities) < 0.6
    offers["languages"] = rng.choice([0, 1], activities)
    mean = people / max(1, activities)
    offers["seats"] = rng.integers(max(0, int(mean * 0.3)), int(mean * 1.7) + 2, activities)
    offers["start"] = TODAY + rng.integers(1, HORIZON + 10, activities)
    offers["end"] = offers["start"] + 56
    return offers


def _minutes(rng):
    place = rng.random((ZONES, 2)) * 45
    return (np.linalg.norm(place[:, None] - place, axis=2) + 5).astype(np.int16)
