"""Figures of worlds made by hand: both sides of every edge, and everybody once."""

from datetime import date, timedelta

import pytest

from matching.states import OfferState
from nodes.models import NodeMunicipality, ScopeUse
from participants.states import FormState
from placements.states import PlacementState
from reporting.documents.sections import Sections
from reporting.selectors.figures import Figures, figures_of
from reporting.selectors.figures.events import MARKS
from reporting.selectors.figures.quarter import ALL, PERIOD, TOTAL
from tests.factories import ActivityFactory
from tests.reporting.world import ASKED, IN_QUARTER, QUARTER, World, noon, years_before

pytestmark = pytest.mark.django_db


def counted(world, quarter=QUARTER):
    return figures_of(world.programme, quarter)


def node(world, slug="vast"):
    return str(world.node(slug).pk)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (years_before(IN_QUARTER, 18) + timedelta(days=1), "under_18"),
        (years_before(IN_QUARTER, 18), "18_60"),
        (years_before(IN_QUARTER, 61) + timedelta(days=1), "18_60"),
        (years_before(IN_QUARTER, 61), "over_60"),
    ],
)
def test_age_is_that_of_the_first_day_of_taking_part(world, born, age):
    world.supported("vast", date_of_birth=born)
    found = counted(world)
    assert found["supported", ALL, PERIOD, "woman", age] == 1
    assert found["supported", ALL, PERIOD, ALL, ALL] == found["supported", ALL, PERIOD, ALL, age] == 1


def test_a_leap_day_child_turns_eighteen_on_the_last_of_february():
    world = World("vast", start=date(2025, 1, 1))
    person = world.person("vast", date_of_birth=date(2008, 2, 29), checked_on=date(2026, 1, 2))
    world.came(world.matched(person, date(2026, 1, 10), asked_on=date(2026, 1, 5)), date(2026, 2, 28))
    younger = world.person("vast", date_of_birth=date(2008, 3, 1), checked_on=date(2026, 1, 2))
    world.came(world.matched(younger, date(2026, 1, 10), asked_on=date(2026, 1, 5)), date(2026, 2, 28))
    found = counted(world, QUARTER.previous.previous)
    assert (found["supported", ALL, PERIOD, ALL, "18_60"], found["supported", ALL, PERIOD, ALL, "under_18"]) == (1, 1)


def test_sexes_and_ages_add_up(world):
    for sex in ("woman", "man", "non_binary"):
        world.supported("vast", sex=sex)
    found = counted(world)
    assert [found["supported", ALL, PERIOD, sex, "18_60"] for sex in ("woman", "man", "non_binary", ALL)] == [
        1,
        1,
        1,
        3,
    ]


def test_two_activities_and_many_occasions_are_one_person(world):
    person = world.person("vast")
    first = world.matched(person)
    world.came(first)
    world.came(first, IN_QUARTER + timedelta(days=7))
    with world.acting("vast"):
        other = ActivityFactory(association=world.activity("vast").association, seats=5)
    world.came(world.matched(person, activity=other, asked_on=ASKED))
    found = counted(world)
    assert found["supported", ALL, TOTAL, ALL, ALL] == found["matched", ALL, TOTAL, ALL, ALL] == 1


def test_the_same_person_in_two_nodes_counts_once_in_all_and_once_in_each(world):
    known = {"identity_kind": "personal", "identity_index": "a" * 64}
    world.supported("vast", **known)
    world.supported("norr", on=IN_QUARTER + timedelta(days=3), **known)
    world.supported("norr", on=IN_QUARTER)
    found = counted(world)
    assert found["supported", node(world), PERIOD, ALL, ALL] == 1
    assert found["supported", node(world, "norr"), PERIOD, ALL, ALL] == 2
    assert found["supported", ALL, PERIOD, ALL, ALL] == found["matched", ALL, PERIOD, ALL, ALL] == 2


def test_who_counts_in_one_node_counts_in_all_though_not_in_the_other(world):
    known = {"identity_kind": "personal", "identity_index": "b" * 64}
    world.supported("vast", checked=None, **known)
    world.supported("norr", **known)
    found = counted(world)
    assert found["supported", ALL, TOTAL, ALL, ALL] == 1
    assert found["not_supported", ALL, TOTAL, "not_verified", ALL] == 0
    assert found["not_supported", node(world), TOTAL, "not_verified", ALL] == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"municipality_id": "1480"}, "other_municipality"),
        ({"checked": "no"}, "not_eligible"),
        ({"checked": "uncertain"}, "not_verified"),
        ({"checked": None}, "not_verified"),
        ({"method": "not_shown"}, "not_verified"),
    ],
)
def test_who_does_not_count_stands_under_the_reason(world, fields, reason):
    world.supported("vast", **fields)
    found = counted(world)
    assert found["matched", ALL, TOTAL, ALL, ALL] == found["supported", ALL, TOTAL, ALL, ALL] == 0
    assert found["not_matched", ALL, TOTAL, reason, ALL] == found["not_supported", ALL, TOTAL, reason, ALL] == 1
    assert found["accepted", ALL, TOTAL, ALL] == 1, "the chain counts everybody"


def test_a_municipality_counts_from_its_first_day_and_not_from_its_last(world):
    day = date(2026, 7, 10)
    NodeMunicipality.objects.filter(node=world.node("vast")).update(valid_to=day)
    world.matched(world.person("vast"), day - timedelta(days=1))
    world.matched(world.person("vast"), day)
    found = counted(world)
    assert found["matched", ALL, TOTAL, ALL, ALL] == found["not_matched", ALL, TOTAL, "other_municipality", ALL] == 1


def test_who_left_before_the_start_does_not_count_and_who_left_after_does(world):
    for has_come in (False, True):
        person = world.person("vast")
        offer = world.matched(person)
        if has_come:
            world.came(offer)
        with world.acting("vast"):
            person.withdrawn_at, person.withdrawn_by = noon(date(2026, 9, 20)), world.user
            person.save()
    found = counted(world)
    assert found["matched", ALL, TOTAL, ALL, ALL] == found["not_matched", ALL, TOTAL, "withdrawn", ALL] == 1


def test_proof_that_comes_later_counts_from_its_day(world):
    person = world.supported("vast", checked=None)
    world.check(person, "yes", date(2026, 10, 2))
    before, after = counted(world), counted(world, QUARTER.next)
    assert before["supported", ALL, PERIOD, ALL, ALL] == 0
    assert after["supported", ALL, PERIOD, ALL, ALL] == after["supported", ALL, TOTAL, ALL, ALL] == 1


def test_first_and_last_day_of_the_quarter_belong_to_it(world):
    for day in (
        QUARTER.first_day - timedelta(days=1),
        QUARTER.first_day,
        QUARTER.last_day,
        QUARTER.last_day + timedelta(days=1),
    ):
        person = world.person("vast", checked_on=date(2026, 6, 1))
        world.came(world.matched(person, date(2026, 6, 10), asked_on=date(2026, 6, 1)), day)
    found = counted(world)
    assert (found["supported", ALL, PERIOD, ALL, ALL], found["supported", ALL, TOTAL, ALL, ALL]) == (2, 3)


def test_absence_is_no_support(world):
    world.came(world.matched(world.person("vast")), mark="absent")
    found = counted(world)
    assert found["supported", ALL, TOTAL, ALL, ALL] == 0
    assert found["attendance", ALL, PERIOD, "absent"] == 1


def test_offers_count_on_their_own_days(world):
    world.offer(world.form(world.person("vast")), date(2026, 7, 2), state=OfferState.ACCEPTED, on=date(2026, 10, 1))
    world.offer(world.form(world.person("vast")), date(2026, 7, 2), state=OfferState.DECLINED)
    world.offer(world.form(world.person("vast")), date(2026, 7, 2), state=OfferState.EXPIRED)
    world.offer(world.form(world.person("vast")), date(2026, 7, 2), state=OfferState.WITHDRAWN)
    world.offer(world.form(world.person("vast")), date(2026, 7, 2))
    found = counted(world)
    kinds = ("given", "accepted", "declined", "expired", "withdrawn")
    assert [found["offers", ALL, PERIOD, kind] for kind in kinds] == [5, 0, 1, 1, 1]
    assert found["waiting", ALL, TOTAL, "answer"] == 2, "the one answered in October waited when the quarter ended"
    assert counted(world, QUARTER.next)["offers", ALL, PERIOD, "accepted"] == 1


@pytest.mark.parametrize(("days", "kind"), [(0, "within"), (14, "within"), (15, "late")])
def test_fourteen_days_are_in_time_and_fifteen_are_not(world, days, kind):
    world.offer(world.form(world.person("vast")), ASKED + timedelta(days=days))
    found = counted(world)
    assert found["clock", ALL, PERIOD, kind] == 1
    assert found["clock", ALL, PERIOD, "within"] + found["clock", ALL, PERIOD, "late"] == 1


@pytest.mark.parametrize(("waited", "late"), [(14, 0), (15, 1)])
def test_silence_is_late_from_the_fifteenth_day(world, waited, late):
    world.form(world.person("vast"), QUARTER.last_day - timedelta(days=waited))
    found = counted(world)
    assert (found["clock", ALL, PERIOD, "late"], found["clock", ALL, PERIOD, "within"]) == (late, 0)


@pytest.mark.parametrize(("closed_after", "late"), [(14, 0), (15, 1)])
def test_a_form_closed_in_time_is_no_failure(world, closed_after, late):
    form = world.form(world.person("vast"))
    with world.acting("vast"):
        form.state, form.closed_by = FormState.CLOSED, world.user
        form.closed_at = noon(ASKED + timedelta(days=closed_after))
        form.save()
    assert counted(world)["clock", ALL, PERIOD, "late"] == late


def test_an_offer_taken_back_does_not_stop_the_clock(world):
    form = world.form(world.person("vast"))
    world.offer(form, ASKED + timedelta(days=1), state=OfferState.WITHDRAWN)
    assert counted(world)["clock", ALL, PERIOD, "late"] == 1
    world.offer(form, ASKED + timedelta(days=10))
    found = counted(world)
    assert (found["clock", ALL, PERIOD, "within"], found["clock", ALL, PERIOD, "late"]) == (1, 0)


def test_every_round_has_its_own_clock(world):
    form = world.form(world.person("vast"))
    world.offer(form, ASKED + timedelta(days=15), state=OfferState.DECLINED)
    with world.acting("vast"):
        form.round, form.asked_on, form.due_on = 2, date(2026, 8, 1), date(2026, 8, 15)
        form.save()
    world.offer(form, date(2026, 8, 3))
    found = counted(world)
    assert (found["clock", ALL, PERIOD, "within"], found["clock", ALL, PERIOD, "late"]) == (1, 1)
    assert found.medians[ALL, PERIOD] == 8.5, "half-way between 15 and 2 days"


def test_the_median_is_of_first_offers_only(world):
    form = world.form(world.person("vast"))
    world.offer(form, ASKED + timedelta(days=4), state=OfferState.EXPIRED)
    world.offer(form, ASKED + timedelta(days=30))
    assert counted(world).medians == {(p, s): 4.0 for p in (ALL, node(world)) for s in (PERIOD, TOTAL)}


def test_places_that_end_are_told_apart_by_the_plan(world):
    for in_plan, state in ((True, PlacementState.COMPLETED), (False, PlacementState.DROPPED_OUT)):
        offer = world.matched(world.person("vast"))
        world.came(offer)
        with world.acting("vast"):
            place = offer.placement
            place.state, place.ended_on = state, date(2026, 9, 29)
            if in_plan:
                place.plan_entered_on, place.plan_entered_by = date(2026, 7, 11), world.user
            place.save()
    found = counted(world)
    assert found["placements", ALL, PERIOD, "started"] == 2
    assert found["in_plan", ALL, PERIOD, "completed"] == found["outside_plan", ALL, PERIOD, "dropped_out"] == 1
    assert found["completed", ALL, PERIOD, "woman"] == 1


def test_a_place_that_ends_with_its_activity_is_nobodys_dropout(world):
    offer = world.matched(world.person("vast"))
    world.came(offer)
    with world.acting("vast"):
        offer.placement.state, offer.placement.ended_on = PlacementState.INTERRUPTED, date(2026, 9, 29)
        offer.placement.save()
    found = counted(world)
    kinds = {kind: found["placements", ALL, PERIOD, kind] for kind in ("started", "interrupted", "dropped_out")}
    assert kinds == {"started": 1, "interrupted": 1, "dropped_out": 0}
    assert not any(found[group, ALL, TOTAL, "dropped_out"] for group in ("in_plan", "outside_plan"))


def test_checks_of_the_group_count_the_latest_one(world):
    person = world.person("vast", checked="uncertain")
    world.check(person, "yes", date(2026, 7, 5))
    world.person("vast", checked="no")
    world.person("vast", checked=None)
    world.person("vast", method="not_shown")
    found = counted(world)
    assert found["group", ALL, PERIOD, "verified"] == found["group", ALL, PERIOD, "refused"] == 1
    assert found["waiting", ALL, TOTAL, "proof"] == 2


def test_no_one_outside_the_programme_is_counted_and_the_counting_is_audited(world):
    world.supported("vast")
    World("frammande").supported("frammande")
    before = ScopeUse.objects.count()
    assert counted(world)["supported", ALL, TOTAL, ALL, ALL] == 1
    assert ScopeUse.objects.count() == before + 1
    assert str(world.node("vast").pk) in ScopeUse.objects.latest("id").scope


def test_figures_survive_being_stored(world):
    world.supported("vast")
    found = counted(world)
    assert Figures.from_json(found.as_json()) == found


def test_three_queries_count_one_and_many(world, django_assert_num_queries):
    for _each in range(3):
        counted(world)
        with django_assert_num_queries(13):
            counted(world)
        world.supported("norr")


def test_activities_are_summed_for_each_thing_that_they_promote(world):
    """R2: one activity may stand under several; one that was refused stands under none."""
    fields = {"association__node": world.node("vast"), "decided_by": world.user, "first_on": IN_QUARTER}
    with world.acting("vast"):
        ActivityFactory(state="running", promotes_network=True, promotes_language=True, **fields)
        ActivityFactory(state="ended", promotes_network=False, promotes_health=True, **fields)
        ActivityFactory(state="refused", promotes_health=True, **fields)
        ActivityFactory(
            state="running", promotes_health=True, **fields | {"first_on": QUARTER.first_day - timedelta(1)}
        )
    found = counted(world)
    for place in (ALL, node(world)):
        assert [found["supply", place, PERIOD, kind] for kind in ("activities", *MARKS)] == [2, 1, 1, 1]
        assert [found["supply", place, TOTAL, kind] for kind in ("activities", *MARKS)] == [3, 1, 2, 2]
    (supply,) = (each for each in Sections(found, shared=True).all() if each.code == "supply")
    assert list(supply.tables[0].headings) == [
        "Nod", "Aktiviteter", "Tillfällen", "Främjar språk", "Främjar hälsa", "Främjar nätverk"
    ]  # fmt: skip


def test_a_report_frozen_before_that_was_counted_does_not_say_that_there_were_none(world):
    old = counted(world).as_json() | {"version": 1}
    (supply,) = (each for each in Sections(Figures.from_json(old), shared=False).all() if each.code == "supply")
    assert list(supply.tables[0].headings) == ["Nod", "Aktiviteter", "Tillfällen"]
    assert Figures.from_json(old).as_json() == old
