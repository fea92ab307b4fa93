"""Whom Idag names, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nodes.models import ReadLog
from nodes.roles import Role
from tests.factories import ParticipantFactory, ServiceUnitFactory
from tests.reporting.conftest import TODAY
from tests.reporting.day import read, waiting

pytestmark = pytest.mark.django_db


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
