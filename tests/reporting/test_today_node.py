"""What the node itself lacks, as Idag tells it: activities, rounds, contacts, a coordinator, the quarter's note."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matching.models import MatchingRound, OutreachTask
from matching.services import outreach, rounds
from nodes.actors import Actor
from nodes.models import InterestArea, Membership, OutboxMessage, ServiceUnit
from nodes.roles import Role
from tests.reporting.conftest import TODAY
from tests.reporting.day import forecast, read, wishing
from vida import clock

pytestmark = pytest.mark.django_db


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
