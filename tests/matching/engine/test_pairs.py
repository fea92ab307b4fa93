"""Which pairs are feasible: every rule on both sides of its limit, for a node at once and for one person."""

import numpy as np
import pytest

from bench.matching_instances import TODAY, node
from matching.engine import (
    ACTIVITY,
    NOBODY,
    PERSON,
    RULES,
    SEATS,
    SEVERAL,
    TAKEN,
    WISH,
    SeatPrices,
    Sides,
    feasible_pairs,
    pair_number,
    rank_one,
    supply_of,
    why_not,
)
from matching.engine.pairs import travel_score
from matching.engine.records import bits
from matching.engine.week import DAY

CHOIR, BAND, FOOTBALL, MUSIC, BALLS = 1, 70, 2, 10, 200
GROUPS = {CHOIR: MUSIC, BAND: MUSIC, MUSIC: MUSIC, FOOTBALL: BALLS}
MINUTES = np.array([[0, 30, 31, -1]])
TUESDAY = DAY


def person(**changes):
    row = np.zeros(1, PERSON)
    usual = {"sex": 1, "born": "1990-05-05", "most_travel": 60, "waiver": True, "languages": 1}
    days = {"eligible_from": TODAY, "eligible_until": TODAY + 400}
    changes = {"wishes": [CHOIR, FOOTBALL]} | changes
    wishes = (changes.pop("wishes") + [NOBODY] * 3)[:3]
    row["wishes"], row["groups"] = wishes, [GROUPS.get(wish, NOBODY) for wish in wishes]
    for field, value in (usual | days | changes).items():
        row[field] = value
    return row


def activity(**changes):
    row = np.zeros(1, ACTIVITY)
    usual = {"begins": TUESDAY + 18 * 60, "lasts": 60, "oldest": 255, "sexes": 3, "children": True, "seats": 1}
    days = {"start": TODAY + 14, "end": TODAY + 70}
    areas = np.array(changes.pop("areas", [CHOIR]))
    row["groups"] = bits(areas * 0, np.array([GROUPS[area] for area in areas.tolist()]), 1)
    row["areas"] = bits(areas * 0, areas, 1) | row["groups"]
    for field, value in (usual | days | changes).items():
        row[field] = value
    return row


def busy(begins, lasts, first=TODAY - 100, last=TODAY + 100):
    return np.array([(0, begins, lasts, first, last)], TAKEN)


FREE = np.zeros(0, TAKEN)


def sides(who, what, taken=FREE, offered=(), placed=(), today=TODAY):
    numbers = [pair_number(np.zeros(len(rows), int), np.array(rows, int), len(what)) for rows in (offered, placed)]
    return Sides(who, supply_of(what), MINUTES, taken, *numbers, today, 60)


def against(who, what, **more):
    """What speaks against the pair; the three ways of asking must agree."""
    both = sides(who, what, **more)
    ranking = rank_one(both, 0)
    reasons = ranking.reasons(0)
    assert len(feasible_pairs(both).person) == len(ranking.best) == (reasons == ())
    assert why_not(both, np.array([0])) == [SEATS if not reasons else reasons[0] if len(reasons) == 1 else SEVERAL]
    return reasons


def test_what_fits_is_feasible():
    assert against(person(), activity()) == ()


NOON = {"begins": TUESDAY + 720}


@pytest.mark.parametrize(
    ("reason", "allowed", "forbidden"),
    [
        ("wish", ({}, {"areas": [CHOIR]}), ({"wishes": [FOOTBALL]}, {"areas": [CHOIR]})),
        ("seat", ({}, {"seats": 1}), ({}, {"seats": 0})),
        ("held", ({}, {"seats": 2, "held": 1}), ({}, {"seats": 2, "held": 2})),
        ("start", ({}, {"start": TODAY + 1}), ({}, {"start": TODAY})),
        ("start", ({}, {"start": TODAY + 60}), ({}, {"start": TODAY + 61})),
        ("waiver", ({"waiver": True}, {}), ({"waiver": False}, {})),
        ("eligibility", ({"eligible_until": TODAY + 14}, {}), ({"eligible_until": TODAY + 13}, {})),
        ("eligibility", ({"eligible_from": TODAY + 14}, {}), ({"eligible_from": TODAY + 15}, {})),
        ("sex", ({"sex": 2}, {"sexes": 2}), ({"sex": 2}, {"sexes": 1})),
        ("children", ({"children": True}, {"children": True}), ({"children": True}, {"children": False})),
        ("children", ({"children": False}, {"children": False}), ({"children": True}, {"children": False})),
        ("travel", ({"most_travel": 30}, {"zone": 1}), ({"most_travel": 30}, {"zone": 2})),
        ("travel", ({"most_travel": 1}, {"zone": 3}), ({"most_travel": 1}, {"zone": 1})),
        ("language", ({"languages": 6}, {"languages": 2}), ({"languages": 4}, {"languages": 2})),
        ("language", ({"languages": 0}, {"languages": 0}), ({"languages": 0}, {"languages": 1})),
        ("clash", ({"taken": busy(TUESDAY + 540, 180)}, NOON), ({"taken": busy(TUESDAY + 540, 181)}, NOON)),
        ("clash", ({"taken": busy(TUESDAY + 780, 60)}, NOON), ({"taken": busy(TUESDAY + 779, 60)}, NOON)),
        ("clash", ({"taken": busy(TUESDAY + 540, 150)}, NOON | {"zone": 1}),
                  ({"taken": busy(TUESDAY + 540, 150)}, NOON | {"zone": 2})),
        ("clash", ({"taken": busy(TUESDAY + 540, 180)}, NOON | {"zone": 3}),
                  ({"taken": busy(TUESDAY + 540, 181)}, NOON | {"zone": 3})),
        ("clash", ({"taken": busy(0, 60)}, {"begins": 6 * DAY + 1380, "lasts": 60}),
                  ({"taken": busy(0, 60)}, {"begins": 6 * DAY + 1380, "lasts": 61})),
        ("clash", ({"taken": busy(TUESDAY + 720, 9, TODAY, TODAY + 13)}, NOON),
                  ({"taken": busy(TUESDAY + 720, 9, TODAY, TODAY + 14)}, NOON)),
        ("clash", ({"taken": busy(TUESDAY + 720, 9, TODAY + 71)}, NOON),
                  ({"taken": busy(TUESDAY + 720, 9, TODAY + 70)}, NOON)),
        ("age", ({"born": "2008-12-06"}, {"youngest": 18}), ({"born": "2008-12-07"}, {"youngest": 18})),
        ("age", ({"born": "1960-12-07"}, {"oldest": 65}), ({"born": "1960-12-06"}, {"oldest": 65})),
        ("age", ({"born": TODAY + 40}, {"youngest": 0}), ({"born": TODAY + 40}, {"youngest": 1})),
        ("node", ({}, {"guest": False}), ({}, {"guest": True})),
        ("placed", ({"placed": []}, {}), ({"placed": [0]}, {})),
        ("placed", ({"placed": []}, {}), ({"placed": [0], "offered": [0]}, {})),
        ("offered", ({"offered": []}, {}), ({"offered": [0]}, {})),
    ],
)  # fmt: skip
def test_both_sides_of_each_limit(reason, allowed, forbidden):
    assert _against(*allowed) == ()
    assert _against(*forbidden) == (reason,)


def _against(of_person, of_activity):
    more = {name: of_person[name] for name in ("taken", "placed", "offered") if name in of_person}
    own = {name: value for name, value in of_person.items() if name not in more}
    return against(person(**own), activity(**of_activity), **more)


@pytest.mark.parametrize(
    ("start", "old_enough"),
    [("2027-02-27", False), ("2027-02-28", True), ("2028-02-28", False), ("2028-02-29", True)],
)
def test_who_is_born_on_the_29th_of_february(start, old_enough):
    born = np.datetime64(start, "Y").astype(int) + 1970 - 19
    who = person(born="2008-02-29", eligible_until="2030-01-01", eligible_from="2020-01-01")
    what = activity(youngest=born - 2008 + 19, start=start)
    ranking = rank_one(sides(who, what, today=np.datetime64(start) - 10), 0)
    assert ("age" not in ranking.reasons(0)) == old_enough


def test_what_was_offered_before_is_not_offered_again():
    two = np.concatenate([activity(), activity()])
    assert rank_one(sides(person(), two, offered=[0]), 0).best.tolist() == [1]


def test_every_rule_has_a_limit_above():
    named = {case[0] for mark in test_both_sides_of_each_limit.pytestmark for case in mark.args[1]}
    assert named == {WISH, *RULES}


def ranks(wishes, areas):
    return feasible_pairs(sides(person(wishes=wishes), activity(areas=areas))).rank.tolist()


@pytest.mark.parametrize(
    ("wishes", "areas", "rank"),
    [
        ([CHOIR, FOOTBALL, BAND], [CHOIR], [0]),
        ([FOOTBALL, BAND, CHOIR], [CHOIR], [2]),
        ([BAND, CHOIR], [CHOIR], [1]),  # the wish itself before what is near a better one
        ([BAND, FOOTBALL], [CHOIR], [3]),
        ([FOOTBALL, BAND], [CHOIR], [4]),
        ([FOOTBALL, MUSIC], [CHOIR], [1]),  # a wish for the group is met by all of it
        ([CHOIR], [MUSIC], [3]),
        ([FOOTBALL, BAND], [CHOIR, FOOTBALL], [0]),
        ([BAND, FOOTBALL], [CHOIR, FOOTBALL], [1]),
        ([FOOTBALL], [CHOIR, BAND], []),
        ([], [CHOIR], []),
    ],
)
def test_the_best_wish_counts_itself_before_what_is_near(wishes, areas, rank):
    assert ranks(wishes, areas) == rank


@pytest.mark.parametrize(
    ("minutes", "days", "points"),
    [(0, 14, 0), (1, 0, 1), (5, 1, 1), (6, 1, 2), (60, 1, 12), (61, 1, 12), (0, 16, 0), (0, 17, 1), (61, 20, 14),
     (-1, 1, 12)],
)  # fmt: skip
def test_points_of_travel_and_late_start(minutes, days, points):
    assert travel_score(np.array([minutes]), np.array([TODAY + days]), TODAY).tolist() == [points]


def test_one_person_and_a_whole_node_agree():
    both = node(60, 40, seed=3)
    pairs = feasible_pairs(both)
    assert len(pairs.person) > 50
    assert np.all(np.diff(pairs.person * len(both.activities) + pairs.activity) > 0)
    for row in range(len(both.persons)):
        ranking = rank_one(both, row)
        own, free = pairs.person == row, ranking.against == 0
        assert ranking.activity[free].tolist() == pairs.activity[own].tolist() == sorted(ranking.best.tolist())
        assert ranking.rank[free].tolist() == pairs.rank[own].tolist()
        assert ranking.travel[free].tolist() == pairs.travel[own].tolist()


def test_blocks_of_any_size_agree(monkeypatch):
    both = node(60, 40, seed=3)
    everybody = np.arange(60)
    whole, words = feasible_pairs(both), why_not(both, everybody)
    monkeypatch.setattr("matching.engine.pairs.CELLS", 100)
    blocks = feasible_pairs(both)
    for field in ("person", "activity", "rank", "travel"):
        assert getattr(whole, field).tolist() == getattr(blocks, field).tolist()
    assert why_not(both, everybody) == words
    assert why_not(both, everybody[::-2]) == words[::-2]
    assert len(set(words)) > 2


@pytest.mark.parametrize(("people", "activities"), [(0, 3), (3, 0), (0, 0)])
def test_empty_sides_give_no_pairs(people, activities):
    both = sides(np.zeros(people, PERSON), np.zeros(activities, ACTIVITY))
    assert len(feasible_pairs(both).person) == 0
    assert why_not(both, np.arange(people)) == [WISH] * people


def test_best_first_by_rank_then_travel_and_by_price_where_prices_are_given():
    far, near, second = activity(zone=1), activity(), activity(areas=[FOOTBALL])
    both = sides(person(), np.concatenate([second, far, near]))
    assert rank_one(both, 0).best.tolist() == [2, 1, 0]
    scarce = SeatPrices(np.array([0, 0, 500]), (("rank", 100), ("travel", 1)), np.arange(10) * 100, 1)
    assert rank_one(both, 0, prices=scarce).best.tolist() == [1, 0, 2]


def test_why_not_is_the_rule_that_stands_alone_in_the_way_of_the_most():
    for_men, full, both = activity(sexes=2), activity(seats=0), activity(seats=0, sexes=2)
    rows = [
        ([for_men, full, full], "seat"),
        ([for_men, for_men, full], "sex"),
        ([for_men, full], "seat"),  # as many: the first in the table
        ([both, both, for_men], "sex"),
        ([both, both], SEVERAL),
        ([for_men, activity()], SEATS),
        ([activity(areas=[FOOTBALL])], WISH),
    ]
    for activities, word in rows:
        assert why_not(sides(person(wishes=[CHOIR]), np.concatenate(activities)), np.array([0])) == [word]
