"""Idag: what stands there, for whom, in which order, and what it costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from associations.models import Occasion
from associations.states import ActivityState
from matching.models import MatchingRound, OutreachTask
from matching.services import outreach, rounds
from nodes.actors import Actor
from nodes.models import InterestArea, Membership, OutboxMessage, ReadLog, ServiceUnit
from nodes.roles import Role
from placements.models import Placement
from reporting.day import today as day
from reporting.services import node_reports
from reporting.views import today as today_view
from tests.factories import ActivityFactory, ParticipantFactory, ServiceUnitFactory
from tests.matching.conftest import waive
from tests.reporting.conftest import TODAY
from tests.reporting.world import QUARTER, noon
from vida import clock

pytestmark = pytest.mark.django_db

EVERYBODY = [Role.COORDINATOR, Role.CASE_OFFICER, Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER]


def url(world, slug="vast"):
    return reverse("reporting:today", args=[slug])


def read(client, world, slug="vast"):
    answer = client.get(url(world, slug))
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(world, days_left, slug="vast", **fields):
    """Somebody who has so many days left."""
    person = world.person(slug, **fields)
    return world.form(person, TODAY - timedelta(days=14 - days_left))


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


def test_a_case_officer_sees_the_own_unit_only(client, signed_in, world):
    waiting(world, -3, given_name="Egen")
    other = ServiceUnitFactory(node=world.node("vast"))
    with world.acting("vast"):
        person = ParticipantFactory(service_unit=other, given_name="Annans")
    world.form(person, TODAY - timedelta(days=20))
    waiting(world, -3, slug="norr", given_name="Grannens")
    signed_in(Role.CASE_OFFICER, world.node("vast"), world.units["vast"])
    answer = read(client, world)
    assert "Egen" in answer
    assert "Annans" not in answer
    assert "Grannens" not in answer


@pytest.mark.parametrize("role", [Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER])
def test_those_without_people_see_nobody(client, signed_in, world, role):
    waiting(world, -3, given_name="Hemlig")
    world.offer(waiting(world, 3, given_name="Hemlig"), TODAY)
    signed_in(role, world.node("vast"))
    assert "Hemlig" not in read(client, world)
    assert not ReadLog.objects.exists()


def test_a_protected_person_is_not_named(client, signed_in, world):
    secret = {"given_name": "Farligt", "protection": "marking", "protection_since": TODAY}
    waiting(world, -3, **secret)
    world.offer(waiting(world, 3, **secret), TODAY)
    world.matched(world.person("vast", **secret), TODAY - timedelta(days=3), asked_on=TODAY - timedelta(days=5))
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = read(client, world)
    assert "Skyddade uppgifter – kontakta samordnaren" in answer
    assert "Farligt" not in answer
    with world.acting("vast"):
        assert not ReadLog.objects.exists()


def test_who_was_named_is_in_the_read_log(client, signed_in, world):
    form = waiting(world, -3)
    user = signed_in(Role.COORDINATOR, world.node("vast"))
    read(client, world)
    with world.acting("vast"):
        entry = ReadLog.objects.get()
    assert (entry.user, entry.participant_id, entry.where, entry.why) == (
        user,
        form.participant_id,
        "reporting:today",
        "list",
    )


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


def forecast(world, slug="vast"):
    """What would come of it today, worked out."""
    with world.acting(slug):
        rounds.solve_round(pk=rounds.ask_forecast(node=world.node(slug)).pk)


def wishing(world, *areas, days_left=3, **fields):
    """Somebody with a waiver who waits for this."""
    form = waiting(world, days_left, **fields)
    with world.acting("vast"):
        waive(form.participant)
        form.choices.all().delete()
        for rank, code in enumerate(areas, start=1):
            area = InterestArea.objects.get(code=code)
            person = {"node": form.node, "service_unit": form.service_unit, "participant": form.participant}
            form.choices.create(**person, rank=rank, area=area)
    return form


@pytest.mark.parametrize(
    ("role", "told"), [(Role.COORDINATOR, True), (Role.CASE_OFFICER, False), (Role.PROJECT_MANAGER, False)]
)
def test_what_is_missing_is_told_to_who_can_look_for_it(client, signed_in, world, role, told):
    wishing(world, "singing", days_left=-3)
    wishing(world, "instrument", days_left=20)
    forecast(world)
    signed_in(role, world.node("vast"), world.units["vast"] if role == Role.CASE_OFFICER else None)
    answer = read(client, world)
    assert ("2 personer hinner inte få ett erbjudande i tid: ingen aktivitet inom musik." in answer) is told
    assert ("1 är redan försenad" in answer) is told
    assert ("uppsokning/ny/?intresse=music" in answer) is told


@pytest.mark.parametrize(("hours", "told"), [(2, True), (4, False)])
def test_an_old_forecast_is_not_believed(client, signed_in, world, hours, told):
    wishing(world, "singing")
    forecast(world)
    with world.acting("vast"):
        MatchingRound.objects.update(asked_at=clock.now() - timedelta(hours=hours))
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert ("ingen aktivitet inom musik" in read(client, world)) is told


@pytest.mark.parametrize(("state", "told"), [("failed", True), ("queued", False), ("discarded", False)])
def test_a_round_that_could_not_be_worked_out_is_told(client, signed_in, world, state, told):
    wishing(world, "singing", days_left=9)
    user = signed_in(Role.COORDINATOR, world.node("vast"))
    by = Actor(user, frozenset({Role.COORDINATOR}))
    with world.acting("vast"):
        made = rounds.ask(node=world.node("vast"), by=by)
        if state != "queued":
            rounds.fail(pk=made.pk)
        if state == "discarded":
            rounds.discard(matching_round=made, by=by)
    answer = read(client, world)
    assert ("Kunde inte räknas fram. Inga erbjudanden är gjorda." in answer) is told
    assert (f"{reverse('matching:round_new', args=['vast'])}?om={made.pk}" in answer) is told
    signed_in(Role.PROJECT_MANAGER, world.node("vast"))
    assert "Kunde inte räknas fram" not in read(client, world)


@pytest.mark.parametrize(("days", "told"), [(-3, True), (0, False)])
def test_outreach_that_nobody_came_back_to(client, signed_in, world, days, told):
    user = signed_in(Role.COORDINATOR, world.node("vast"))
    wishing(world, "singing")
    forecast(world)
    with world.acting("vast"):
        by = Actor(user, frozenset({Role.COORDINATOR}))
        form = wishing(world, "singing")
        where = form.participant.municipality
        music = InterestArea.objects.get(code="music")
        task, _made = outreach.open_task(node=world.node("vast"), area=music, municipality=where, by=by)
        OutreachTask.objects.update(next_on=TODAY + timedelta(days=days))
    answer = read(client, world)
    assert ("Nästa steg skulle ha tagits" in answer) is told
    assert "Öppna uppgiften" in answer
    assert reverse("matching:outreach_task", args=["vast", task.pk]) in answer


def test_failed_messages_and_units_without_contact_are_told(client, signed_in, world):
    with world.acting("vast"):
        OutboxMessage.objects.create(
            node=world.node("vast"),
            key="x",
            channel="mail",
            to="a@example.se",
            body="x",
            state="failed",
            next_try_at=clock.now(),
        )
    ServiceUnit.objects.filter(pk=world.units["vast"].pk).update(contact_name="")
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = read(client, world)
    assert "meddelanden/?fel" in answer
    assert world.units["vast"].name in answer


def test_a_node_without_coordinator_tells_its_project_manager(client, signed_in, world):
    signed_in(Role.PROJECT_MANAGER, world.node("vast"))
    assert "Noden saknar föreningssamordnare" in read(client, world)
    Membership.objects.create(
        user=world.user, role=Role.COORDINATOR, programme=world.programme, node=world.node("vast")
    )
    assert "Noden saknar föreningssamordnare" not in read(client, world)


def test_the_project_manager_is_told_of_the_quarter(client, signed_in, world):
    signed_in(Role.PROJECT_MANAGER, world.node("vast"))
    assert "Kommentar till kvartal 3 2026" in read(client, world)


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


def test_what_has_no_list_of_its_own_has_all_its_lines_on_a_page(client, signed_in, world):
    for index in range(9):
        world.matched(
            world.person("vast", given_name=f"Planlös{index}x"),
            TODAY - timedelta(days=9),
            asked_on=TODAY - timedelta(12),
        )
    user = signed_in(Role.COORDINATOR, world.node("vast"))
    answer = read(client, world)
    group = reverse("reporting:today_group", args=["vast", "plans"])
    assert f'href="{group}"' in answer
    assert "Visa alla (9)" in answer
    page = client.get(group).content.decode()
    assert all(f"Planlös{index}x" in page for index in range(9))
    assert "Visar 1–9 av 9" in page
    with world.acting("vast"):
        assert ReadLog.objects.filter(user=user, where="reporting:today_group", why="list").count() == 9


@pytest.mark.parametrize(("number", "pages"), [(2, 1), (3, 2)])
def test_a_long_group_has_pages(client, signed_in, world, monkeypatch, number, pages):
    monkeypatch.setattr(day, "PAGE", 2)
    monkeypatch.setattr(today_view, "PAGE", 2)
    for index in range(number):
        world.matched(
            world.person("vast", given_name=f"Planlös{index}x"),
            TODAY - timedelta(days=9),
            asked_on=TODAY - timedelta(12),
        )
    signed_in(Role.COORDINATOR, world.node("vast"))
    group = reverse("reporting:today_group", args=["vast", "plans"])
    seen = [client.get(f"{group}?page={page}").content.decode() for page in (1, 2)]
    assert ('rel="next"' in seen[0]) is (pages > 1)
    assert [("Planlös" in page) for page in seen] == [True, pages > 1]
    for odd in ("hej", "-1", "0", "9" * 30):
        assert client.get(f"{group}?page={odd}").status_code == 200


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.COORDINATOR, "late", 200),
        (Role.COORDINATOR, "finns-inte", 404),
        (Role.COORDINATOR, "soon", 404),
        (Role.PROJECT_MANAGER, "soon", 200),
        (Role.PROJECT_MANAGER, "late", 404),
        (Role.CASE_OFFICER, "lists", 404),
        (Role.CASE_OFFICER, "plans", 200),
    ],
)
def test_each_role_opens_the_groups_of_its_own_day(client, signed_in, world, role, code, status):
    signed_in(role, world.node("vast"), world.units["vast"] if role == Role.CASE_OFFICER else None)
    assert client.get(reverse("reporting:today_group", args=["vast", code])).status_code == status


def test_a_groups_page_asks_as_much_for_three_lines_as_for_one(client, signed_in, world, django_assert_max_num_queries):
    signed_in(Role.COORDINATOR, world.node("vast"))
    group = reverse("reporting:today_group", args=["vast", "late"])
    waiting(world, -3)
    client.get(group)
    with django_assert_max_num_queries(40) as one:
        client.get(group)
    waiting(world, -3)
    waiting(world, -4)
    with django_assert_max_num_queries(40) as three:
        client.get(group)
    assert len(one) == len(three)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CASE_OFFICER, Role.PROJECT_MANAGER])
def test_likely_doubles_are_the_coordinators_to_compare_and_go_when_judged(client, signed_in, world, role):
    with world.acting("vast"):
        older, newer = (
            ParticipantFactory(
                service_unit=world.units["vast"],
                given_name="Tvillingnamn",
                family_name="Lik",
                date_of_birth=TODAY.replace(year=1990),
            )
            for _each in range(2)
        )
    signed_in(role, world.node("vast"), world.units["vast"] if role == Role.CASE_OFFICER else None)
    answer = read(client, world)
    assert ("Samma person?" in answer) is (role == Role.COORDINATOR)
    assert "Tvillingnamn" not in answer
    if role == Role.COORDINATOR:
        assert "1 par" in answer
        assert reverse("participants:doubles", args=["vast"]) in answer
        client.post(reverse("participants:doubles", args=["vast"]), {"one": newer.pk, "other": older.pk})
        assert 'id="doubles"' not in read(client, world)
        with world.acting("vast"):
            third = ParticipantFactory(
                service_unit=world.units["vast"], given_name="Tvillingnamn", family_name="Lik",
                date_of_birth=older.date_of_birth,
            )  # fmt: skip
        assert third.pk
        assert "2 par" in read(client, world), "counted anew when somebody is registered"
