"""Demand against supply: who is counted where, which places are free, and which number is hidden (R30, R94, R185)."""

from datetime import time, timedelta

import pytest

from associations.services.guests import open_places
from nodes.actors import Actor
from nodes.roles import Role
from participants.models import InterestForm, TakenTime
from tests.reporting.conftest import TODAY
from tests.reporting.needs import HUDDINGE, MONDAY, SOLNA, SUNDBYBERG, WEEK, need, needs, offers, waits

pytestmark = pytest.mark.django_db


def test_a_person_counts_once_for_each_wish_and_once_in_the_group(world, west):
    waits(world, "football", "basketball", "singing")
    waits(world, "football", municipality_id=SUNDBYBERG)
    found = needs(west)
    assert {code: need(found, code).waiting for code in ("football", "basketball", "ball_games", "music")} == {
        "football": 2,
        "basketball": 1,
        "ball_games": 2,
        "music": 1,
    }
    assert need(found, "football", SOLNA).waiting == need(found, "football", SUNDBYBERG).waiting == 1
    assert need(found, "basketball", SUNDBYBERG) is None


def test_only_those_who_wait_count_and_nobody_protected(world, west):
    waits(world, "football", protection="marking", protection_since=TODAY)
    for state, more in (("offered", {}), ("closed", {"closed_at": "2026-11-01 12:00Z", "closed_by": world.user})):
        person = waits(world, "football")
        with world.acting("vast"):
            InterestForm.objects.filter(participant=person).update(state=state, **more)
    waits(world, "football", slug="norr")
    assert need(needs(west), "football") is None


def test_whoever_lives_elsewhere_counts_apart(world, west):
    waits(world, "football", municipality_id=HUDDINGE)
    found = needs(west)
    assert need(found, "football", "").waiting == need(found, "football").waiting == 1
    assert need(found, "football", SOLNA) is None


def test_the_nodes_together_count_a_person_once(world, west):
    same = {"identity_kind": "personal", "identity_number": "199002289800", "identity_index": "a" * 64}
    waits(world, "football", **same)
    waits(world, "football", slug="norr", **same)
    waits(world, "football", slug="norr")
    found = needs(west, world.node("norr"))
    assert need(found, "football").waiting == 2
    assert list(found.names) == [HUDDINGE, SOLNA, SUNDBYBERG, ""]


def test_free_places_are_those_that_can_be_offered_now(world, west):
    offers(world, "football", "basketball", seats=10, seats_taken=3, seats_offered=2)
    offers(world, "football", seats=4, seats_taken=3, seats_offered=1)
    offers(world, "football", state="submitted")
    offers(world, "football", state="running", first_on=TODAY - timedelta(weeks=7), seats=3)  # the last time is today
    offers(world, "football", state="running", first_on=TODAY - timedelta(weeks=7, days=1))
    offers(world, "football", slug="norr")
    found = needs(west)
    assert need(found, "football").seats_in("") == 8
    assert need(found, "football").activities_in("") == 2
    assert need(found, "basketball").seats_in("") == 5
    assert need(found, "ball_games").seats_in("") == 8, "an activity with two areas of the group counts once there"
    assert need(found, "football", SOLNA).seats_in("") == 8


def test_guest_places_count_once_where_they_are_offered(world, west):
    football, north = offers(world, "football", seats=10), world.node("norr")
    by = Actor(world.user, frozenset({Role.COORDINATOR}))
    with world.acting("vast"):
        open_places(activity=football, to_node=north, seats=3, reason="Nära gränsen.", by=by)
    assert [need(needs(node), "football").seats_in("") for node in (west, north)] == [7, 3]
    together = need(needs(west, north), "football")
    assert (together.seats_in(""), together.activities_in("")) == (10, 1)


@pytest.mark.parametrize(
    ("first_on", "starts_at", "part"),
    [
        (MONDAY, time(16, 59), "day"),
        (MONDAY, time(17, 0), "evening"),
        (MONDAY + timedelta(days=4), time(20, 0), "evening"),
        (MONDAY + timedelta(days=5), time(10, 0), "weekend"),
        (MONDAY + timedelta(days=6), time(18, 0), "weekend"),
    ],
)
def test_an_activity_belongs_to_the_part_in_which_it_begins(world, west, first_on, starts_at, part):
    offers(world, "football", first_on=first_on, starts_at=starts_at, seats=6)
    found = need(needs(west), "football")
    assert {name: found.seats_in(name) for name in ("day", "evening", "weekend")} == {
        **dict.fromkeys(("day", "evening", "weekend"), 0),
        part: 6,
    }


@pytest.mark.parametrize(
    ("taken", "comes"),
    [
        ([], {"day", "evening", "weekend"}),
        (WEEK, {"evening", "weekend"}),
        (WEEK[1:], {"day", "evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(16, 0))], {"day", "evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(16, 1))], {"evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(12)), (0, time(12, 59), time(17))], {"evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(12)), (0, time(13), time(17))], {"day", "evening", "weekend"}),
        ([(weekday, time(16), time(23)) for weekday in range(7)], {"day", "weekend"}),
        ([(weekday, time(7), time(22)) for weekday in (5, 6)], {"day", "evening"}),
    ],
)
def test_who_could_come_then_has_a_whole_hour_free(world, west, taken, comes):
    waits(world, "football", taken=taken)
    found = need(needs(west), "football")
    assert {part for part in ("day", "evening", "weekend") if found.people_in(part)} == comes


def test_a_place_that_somebody_has_takes_time_too(world, west):
    """Who goes to something every Saturday and works on Sundays cannot come at weekends."""
    person = world.person("vast", municipality_id=SOLNA)
    saturday = offers(world, "football", first_on=MONDAY + timedelta(days=5), starts_at=time(8), minutes=14 * 60)
    world.matched(person, activity=saturday)
    with world.acting("vast"):
        TakenTime.objects.create(
            node=west, service_unit=person.service_unit, participant=person, kind="work", weekday=6,
            starts_at=time(8), ends_at=time(22),
        )  # fmt: skip
    world.form(person, TODAY, areas=["singing"])
    assert need(needs(west), "singing").people_in("weekend") == 0


def test_others_see_no_small_number_nor_what_gives_it_away(world, west):
    for _each in range(6):
        waits(world, "football")
    waits(world, "football", municipality_id=SUNDBYBERG)
    for _each in range(7):
        waits(world, "singing")
    found = needs(west, shared=True)
    assert need(found, "football").waiting == 7
    assert need(found, "football", SUNDBYBERG).waiting is None, "one person"
    assert need(found, "football", SOLNA).waiting is None, "seven less six would tell the one"
    assert need(found, "football", SUNDBYBERG).gap_in("") is None
    assert need(found, "singing", SOLNA).waiting == 7


def test_the_group_does_not_tell_what_an_area_hides(world, west):
    for _each in range(9):
        waits(world, "football")
    waits(world, "basketball")
    found = needs(west, shared=True)
    assert need(found, "basketball").waiting is None
    assert None in (need(found, "football").waiting, need(found, "ball_games").waiting)


def test_who_cannot_come_is_not_told_by_who_can(world, west):
    for _each in range(8):
        waits(world, "football")
    waits(world, "football", taken=WEEK)
    found = need(needs(west, shared=True), "football")
    assert found.waiting == 9
    assert found.people_in("day") is None
    assert found.people_in("evening") == 9
