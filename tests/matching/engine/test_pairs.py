"""Which pairs are feasible: every rule on both sides of its limit, for a node at once and for one person."""

import numpy as np
import pytest

from bench.matching_instances import TODAY, node
from matching.engine import ACTIVITY, NOBODY, PERSON, REASONS, RULES, SeatPrices, feasible_pairs, rank_one
from matching.engine.pairs import travel_score
from matching.engine.week import weekly

CHOIR, MUSIC, SPORT = 1, 10, 20
LIMITS = {"today": TODAY, "horizon": 60}
MINUTES = np.array([[0, 30, 31, -1]])


def person(**changes):
    row = np.zeros(1, PERSON)
    usual = {"wishes": [CHOIR, SPORT, *[NOBODY] * 8], "sex": 1, "born": "1990-05-05", "most_travel": 60, "waiver": True}
    for field, value in (usual | {"languages": 1, "eligible_until": TODAY + 400} | changes).items():
        row[field] = value
    return row


def activity(**changes):
    row = np.zeros(1, ACTIVITY)
    usual = {"area": CHOIR, "parent": MUSIC, "oldest": 255, "sexes": 3, "children": True, "seats": 1}
    for field, value in (usual | {"start": TODAY + 14} | changes).items():
        row[field] = value
    return row


def against(who, what, **more):
    """What speaks against the pair; the two ways of asking must agree."""
    ranking = rank_one(who, what, MINUTES, **LIMITS, **more)
    offered = more.get("offered")
    before = None if offered is None else (np.zeros(len(offered), np.intp), np.asarray(offered))
    pairs = feasible_pairs(who, what, MINUTES, **LIMITS, offered=before)
    assert len(pairs.person) == len(ranking.best)
    return ranking.reasons(0)


def test_what_fits_is_feasible():
    assert against(person(), activity()) == ()


@pytest.mark.parametrize(
    ("reason", "allowed", "forbidden"),
    [
        ("wish", ({}, {"area": CHOIR}), ({}, {"area": CHOIR + 1})),
        ("seat", ({}, {"seats": 1}), ({}, {"seats": 0})),
        ("start", ({}, {"start": TODAY + 1}), ({}, {"start": TODAY})),
        ("start", ({}, {"start": TODAY + 60}), ({}, {"start": TODAY + 61})),
        ("waiver", ({"waiver": True}, {}), ({"waiver": False}, {})),
        ("eligibility", ({"eligible_until": TODAY + 14}, {}), ({"eligible_until": TODAY + 13}, {})),
        ("eligibility", ({"eligible_until": TODAY + 14}, {}), ({"eligible_until": "NaT"}, {})),
        ("sex", ({"sex": 2}, {"sexes": 2}), ({"sex": 2}, {"sexes": 1})),
        ("children", ({"children": True}, {"children": True}), ({"children": True}, {"children": False})),
        ("children", ({"children": False}, {"children": False}), ({"children": True}, {"children": False})),
        ("travel", ({"most_travel": 30}, {"zone": 1}), ({"most_travel": 30}, {"zone": 2})),
        ("travel", ({}, {"zone": 2}), ({}, {"zone": 3})),
        ("language", ({"languages": 6}, {"languages": 2}), ({"languages": 4}, {"languages": 2})),
        ("language", ({"languages": 0}, {"languages": 0}), ({"languages": 0}, {"languages": 1})),
        ("clash", ({"busy": weekly(1, 540, 720)}, {"slots": weekly(1, 720, 780)}),
                  ({"busy": weekly(1, 540, 720)}, {"slots": weekly(1, 719, 780)})),
        ("clash", ({"busy": weekly(1, 540, 720)}, {"slots": weekly(1, 750, 780), "zone": 1}),
                  ({"busy": weekly(1, 540, 720)}, {"slots": weekly(1, 750, 780), "zone": 2})),
        ("clash", ({"busy": weekly(0, 0, 60)}, {"slots": weekly(6, 1380, 1410), "zone": 1}),
                  ({"busy": weekly(0, 0, 60)}, {"slots": weekly(6, 1410, 0), "zone": 1})),
        ("age", ({"born": "2008-12-06"}, {"youngest": 18}), ({"born": "2008-12-07"}, {"youngest": 18})),
        ("age", ({"born": "1960-12-07"}, {"oldest": 65}), ({"born": "1960-12-06"}, {"oldest": 65})),
        ("age", ({"born": "1990-01-01"}, {}), ({"born": "NaT"}, {})),
    ],
)  # fmt: skip
def test_both_sides_of_each_limit(reason, allowed, forbidden):
    assert against(*_rows(allowed)) == ()
    assert against(*_rows(forbidden)) == (reason,)


def _rows(changes):
    return person(**changes[0]), activity(**changes[1])


@pytest.mark.parametrize(
    ("start", "old_enough"),
    [("2027-02-27", False), ("2027-02-28", True), ("2028-02-28", False), ("2028-02-29", True)],
)
def test_who_is_born_on_the_29th_of_february(start, old_enough):
    born = np.datetime64(start, "Y").astype(int) + 1970 - 19
    who = person(born="2008-02-29", eligible_until="2030-01-01")
    what = activity(youngest=born - 2008 + 19, start=start)
    ranking = rank_one(who, what, MINUTES, today=np.datetime64(start) - 10, horizon=60)
    assert ("age" not in ranking.reasons(0)) == old_enough


def test_what_was_offered_before_is_not_offered_again():
    two = np.concatenate([activity(), activity()])
    assert against(person(), two, offered=np.array([0])) == ("offered",)
    assert rank_one(person(), two, MINUTES, **LIMITS, offered=np.array([0])).best.tolist() == [1]


def test_every_rule_has_a_limit_above():
    named = {case[0] for mark in test_both_sides_of_each_limit.pytestmark for case in mark.args[1]}
    assert named | {"offered"} == set(REASONS) == {"wish", *RULES}


def test_the_best_wish_counts_and_a_wider_area_is_a_wish():
    wishes = [SPORT, MUSIC, CHOIR, *[NOBODY] * 7]
    pairs = feasible_pairs(person(wishes=wishes), activity(), MINUTES, **LIMITS)
    assert pairs.rank.tolist() == [1]
    nowhere = activity(area=5, parent=NOBODY)
    assert len(feasible_pairs(person(), nowhere, MINUTES, **LIMITS).rank) == 0


@pytest.mark.parametrize(
    ("minutes", "days", "points"),
    [(0, 14, 0), (1, 0, 1), (5, 1, 1), (6, 1, 2), (60, 1, 12), (61, 1, 12), (0, 16, 0), (0, 17, 1), (61, 20, 14)],
)
def test_points_of_travel_and_late_start(minutes, days, points):
    assert travel_score(np.array([minutes]), np.array([TODAY + days]), TODAY).tolist() == [points]


def test_one_person_and_a_whole_node_agree():
    people, activities, minutes = node(60, 40, seed=3)
    pairs = feasible_pairs(people, activities, minutes, **LIMITS)
    assert len(pairs.person) > 50
    assert np.all(np.diff(pairs.person * len(activities) + pairs.activity) > 0)
    for row in range(len(people)):
        ranking = rank_one(people[[row]], activities, minutes, **LIMITS)
        own = pairs.person == row
        assert sorted(ranking.best.tolist()) == pairs.activity[own].tolist()
        assert ranking.rank[pairs.activity[own]].tolist() == pairs.rank[own].tolist()
        assert ranking.travel[pairs.activity[own]].tolist() == pairs.travel[own].tolist()


def test_blocks_of_any_size_agree(monkeypatch):
    people, activities, minutes = node(60, 40, seed=3)
    whole = feasible_pairs(people, activities, minutes, **LIMITS)
    monkeypatch.setattr("matching.engine.pairs.CELLS", 100)
    blocks = feasible_pairs(people, activities, minutes, **LIMITS)
    for field in ("person", "activity", "rank", "travel"):
        assert getattr(whole, field).tolist() == getattr(blocks, field).tolist()


@pytest.mark.parametrize(("people", "activities"), [(0, 3), (3, 0), (0, 0)])
def test_empty_sides_give_no_pairs(people, activities):
    pairs = feasible_pairs(np.zeros(people, PERSON), np.zeros(activities, ACTIVITY), MINUTES, **LIMITS)
    assert len(pairs.person) == 0


def test_best_first_by_rank_then_travel_and_by_price_where_prices_are_given():
    far, near, second = activity(zone=1), activity(), activity(area=SPORT)
    three = np.concatenate([second, far, near])
    assert rank_one(person(), three, MINUTES, **LIMITS).best.tolist() == [2, 1, 0]
    scarce = SeatPrices(np.array([0, 0, 500]), (("rank", 100), ("travel", 1)), np.arange(10) * 100, 1)
    assert rank_one(person(), three, MINUTES, **LIMITS, prices=scarce).best.tolist() == [1, 0, 2]


def test_the_sole_reason_of_each_activity():
    three = np.concatenate([activity(seats=0), activity(seats=0, sexes=2), activity(sexes=2)])
    ranking = rank_one(person(), three, MINUTES, **LIMITS)
    assert ranking.sole_reason("seat").tolist() == [0]
    assert ranking.sole_reason("sex").tolist() == [2]
    assert ranking.reasons(1) == ("seat", "sex")
