"""Idag: who has one, what stands there in which order, and what it costs."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from associations.models import Occasion
from associations.states import ActivityState
from nodes.actors import Actor
from nodes.models import Membership
from nodes.roles import Role
from placements.models import Placement
from reporting.services import node_reports
from tests.factories import ActivityFactory
from tests.reporting.conftest import TODAY
from tests.reporting.day import forecast, read, url, waiting, wishing
from tests.reporting.world import QUARTER, noon

pytestmark = pytest.mark.django_db

EVERYBODY = [Role.COORDINATOR, Role.CASE_OFFICER, Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER]


@pytest.mark.parametrize("role", EVERYBODY)
def test_an_empty_day_says_so_kindly(client, signed_in, world, role):
    signed_in(role, world.node("vast"), world.units["vast"] if role == Role.CASE_OFFICER else None)
    if role in (Role.PROJECT_MANAGER, Role.COORDINATOR):
        Membership.objects.get_or_create(
            user=world.user, role=Role.COORDINATOR, programme=world.programme, node=world.node("vast")
        )
        with world.acting("vast"):
            manager = Actor(world.user, frozenset({Role.PROJECT_MANAGER}))
            node_reports.submit(node=world.node("vast"), quarter=QUARTER, note="Klart.", by=manager)
    answer = read(client, world)
    assert "Allt är klart för i dag" in answer
    assert "Söndag 22 november 2026" in answer


def test_a_stranger_finds_nothing(client, signed_in, world):
    signed_in(Role.COORDINATOR, world.node("norr"))
    assert client.get(url(world)).status_code == 404


def test_the_programmes_own_have_no_day_in_a_node(client, signed_in, world):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert client.get(url(world)).status_code == 403


@pytest.mark.parametrize(
    ("days_left", "words", "group"),
    [
        (-3, "3 dagar försenat", "late"),
        (-2, "2 dagar försenat", "late"),  # Friday: today is Sunday
        (-1, "1 dag kvar", "near"),  # Saturday, shown as Monday
        (0, "1 dag kvar", "near"),
        (4, "4 dagar kvar", "near"),
        (5, "", ""),
    ],
)
def test_forms_stand_in_the_group_of_their_days(client, signed_in, world, days_left, words, group):
    waiting(world, days_left, given_name="Rojda")
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = read(client, world)
    assert ("Rojda" in answer) is bool(group)
    assert words in answer
    if group:
        assert f'id="{group}"' in answer


def test_the_latest_stand_first_and_the_rest_behind_a_link(client, signed_in, world):
    for days in range(-2, -11, -1):
        waiting(world, days, given_name=f"Person{-days}x")
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = read(client, world)
    assert answer.index("Person10x") < answer.index("Person9x") < answer.index("Person4x")
    assert "Person3x" not in answer
    assert "Visa alla (9)" in answer
    assert "matchning/?dagar=late" in answer


def test_many_activities_to_review_stand_behind_their_filter(client, signed_in, world):
    undecided = {"association": None, "state": ActivityState.SUBMITTED, "decided_by": None, "decided_at": None}
    with world.acting("vast"):
        ActivityFactory.create_batch(8, node=world.node("vast"), **undecided)
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert reverse("associations:activities", args=["vast"]) + "?state=submitted" in read(client, world)


def test_offers_plans_starts_lists_and_reviews_have_their_lines(client, signed_in, world):
    activity = world.activity("vast")
    with world.acting("vast"):
        type(activity).objects.filter(pk=activity.pk).update(
            first_on=TODAY + timedelta(days=3), last_on=TODAY + timedelta(days=52), title="Kör för alla"
        )
        Occasion.objects.create(
            node=world.node("vast"),
            activity=activity,
            number=1,
            starts_at=noon(TODAY - timedelta(days=2)),
            ends_at=noon(TODAY - timedelta(days=2)) + timedelta(hours=1),
        )
        ActivityFactory(
            association=None,
            node=world.node("vast"),
            state=ActivityState.SUBMITTED,
            decided_by=None,
            decided_at=None,
            title="Öppen odling",
        )
    world.offer(waiting(world, 3, given_name="Svarslös"), TODAY)
    world.matched(
        world.person("vast", given_name="Planlös"), TODAY - timedelta(days=9), asked_on=TODAY - timedelta(days=12)
    )
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = read(client, world)
    for words in ("Svarslös", "Har inte svarat på", "Planlös", "2 dagar försenat", "Öppen odling", "Fyll i närvaron"):
        assert words in answer
    for group in ("offers", "plans", "starts", "lists", "review"):
        assert f'id="{group}"' in answer


@pytest.mark.parametrize(
    ("agreed", "today", "words", "tone"),
    [
        (date(2026, 11, 13), date(2026, 11, 20), "sista dag i dag", "warning"),  # seven days, a Friday
        (date(2026, 11, 12), date(2026, 11, 20), "1 dag försenat", "danger"),  # eight
        (date(2026, 11, 14), date(2026, 11, 23), "sista dag i dag", "warning"),  # the seventh is a Saturday
        (date(2026, 11, 14), date(2026, 11, 24), "1 dag försenat", "danger"),
    ],
)
def test_a_plan_entry_is_flagged_when_it_has_been_open_for_more_than_seven_days(
    client, signed_in, world, settings, agreed, today, words, tone
):
    settings.CLOCK_DAYS_AHEAD += (today - TODAY).days
    world.matched(world.person("vast"), agreed, asked_on=agreed - timedelta(days=3))
    signed_in(Role.COORDINATOR, world.node("vast"))
    [line] = re.findall(r'<section class="section" id="plans".*?</section>', read(client, world), re.DOTALL)
    assert words in line
    assert f'class="todo-icon" data-tone="{tone}"' in line


def test_one_line_and_many_cost_the_same(client, signed_in, world, django_assert_max_num_queries):
    signed_in(Role.COORDINATOR, world.node("vast"))

    areas = iter(["singing", "chess", "yoga", "dance", "baking", "dogs", "sewing", "hiking", "film", "parents"])

    def fill(number):
        for _each in range(number):
            wishing(world, next(areas))
            forecast(world)
            waiting(world, -3)
            waiting(world, 2)
            world.offer(waiting(world, 6), TODAY)
            world.matched(world.person("vast"), TODAY - timedelta(days=9), asked_on=TODAY - timedelta(days=12))

    fill(1)
    client.get(url(world))
    with django_assert_max_num_queries(60) as one:
        client.get(url(world))
    fill(2)
    client.get(url(world))  # whether the new ones are doubles is worked out once
    with django_assert_max_num_queries(60) as three:
        client.get(url(world))
    assert len(one) == len(three)
    fill(7)
    client.get(url(world))
    with django_assert_max_num_queries(60) as ten:
        client.get(url(world))
    assert len(ten) <= len(one) + 4, "only the counts of what is not shown"
    with world.acting("vast"):
        assert Placement.objects.count() == 10
    assert date(2026, 11, 22) == TODAY
