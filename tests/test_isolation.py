"""Another node, and another unit: whatever address they try, what is not theirs does not exist for them (R183)."""

import pytest
from django.urls import reverse

from nodes.models import ReadLog
from nodes.policies import POLICIES, Where
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from tests.factories import NodeFactory, ServiceUnitFactory, member
from tests.test_access import PATTERNS
from tests.world import SECRETS, a_whole_node, arguments_into

pytestmark = pytest.mark.django_db

OF_NODE = {
    name: pattern
    for name, pattern in PATTERNS.items()
    if hasattr(pattern.callback, "action") and POLICIES[pattern.callback.action].where is Where.NODE
}
OF_ONE_ROW = sorted(name for name, pattern in OF_NODE.items() if {"pk", "form"} & set(pattern.pattern.converters))
OF_LISTS = sorted(set(OF_NODE) - set(OF_ONE_ROW))
ABOUT_PEOPLE = sorted(name for name, pattern in OF_NODE.items() if POLICIES[pattern.callback.action].shows_person)
# Rows of the node that case officers of every unit share, and pages that belong to coordinators alone.
SHARED_BY_UNITS = ("associations:", "nodes:", "reporting:", "participants:meeting", "matching:meeting")


def address(world, name, slug):
    pattern = OF_NODE[name]
    made = arguments_into(world, name, pattern, slug)
    return reverse(name, kwargs={k: "2026-Q1" if k == "quarter" else v for k, v in made.items()})


def answers(client, url):
    """What GET and POST get; one of them may be a method that the page does not take."""
    got, posted = client.get(url), client.post(url)
    assert (got.status_code, posted.status_code) != (405, 405)
    return got, posted


def assert_nothing_leaks(answer):
    content = answer.content if not answer.streaming else b"".join(answer)
    found = [secret for secret in SECRETS if secret.encode() in content]
    assert not found


@pytest.mark.parametrize("name", OF_ONE_ROW)
def test_another_nodes_coordinator_finds_no_row(name, client):
    world = a_whole_node("vast")
    client.force_login(member(Role.COORDINATOR, node=NodeFactory(slug="nordost")))
    for slug in ("vast", "nordost"):
        for answer in answers(client, address(world, name, slug)):
            assert answer.status_code in (404, 405), slug
            assert_nothing_leaks(answer)


@pytest.mark.parametrize("name", OF_LISTS)
def test_another_nodes_coordinator_sees_nothing_in_lists(name, client):
    world = a_whole_node("vast")
    client.force_login(member(Role.COORDINATOR, node=NodeFactory(slug="nordost")))
    assert client.get(address(world, name, "vast")).status_code in (404, 405)
    assert_nothing_leaks(client.get(address(world, name, "nordost")))


@pytest.mark.parametrize("name", [name for name in ABOUT_PEOPLE if not name.startswith(SHARED_BY_UNITS)])
def test_another_units_case_officer_sees_nobody(name, client):
    world = a_whole_node("vast")
    other = ServiceUnitFactory(node=world.node)
    client.force_login(member(Role.CASE_OFFICER, node=world.node, unit=other))
    for answer in answers(client, address(world, name, "vast")):
        if name in OF_ONE_ROW:
            assert answer.status_code in (403, 404, 405)
        assert not any(secret.encode() in answer.content for secret in SECRETS[:3])


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.CASE_OFFICER)])
def test_roles_without_sight_of_people_never_read_a_name(role, client):
    world = a_whole_node("vast")
    client.force_login(member(role, node=world.node))
    pages = [address(world, name, "vast") for name in OF_NODE]
    pages += [reverse("reporting:programme"), reverse("reporting:report", args=["2026-Q3"])]
    for url in pages:
        answer = client.get(url)
        assert not any(secret.encode() in answer.content for secret in SECRETS[:3]), url


@pytest.mark.parametrize("name", ABOUT_PEOPLE)
def test_every_page_that_names_the_person_is_in_the_read_log(name, client):
    world = a_whole_node("vast")
    client.force_login(world.coordinator)
    answer = client.get(address(world, name, "vast"))
    named = answer.status_code == 200 and (
        b"Zebulon" in answer.content or answer["Content-Type"] != "text/html; charset=utf-8"
    )
    with acting_in(node_scope(world.node.pk)):
        logged = ReadLog.objects.filter(participant_id=world.person.pk, user=world.coordinator).count()
    assert bool(logged) or not named


def test_the_pages_that_must_name_the_person_do(client):
    """So that the test above has something to see."""
    world = a_whole_node("vast")
    client.force_login(world.coordinator)
    for name in (
        "reporting:today",
        "participants:list",
        "matching:participant",
        "matching:suggestions",
        "matching:offer",
        "matching:round",
        "matching:round_activities",
        "matching:round_person",
        "matching:round_confirm",
    ):
        answer = client.get(address(world, name, "vast"))
        assert "Zebulon" in answer.content.decode(), name
        assert "199002289800" not in answer.content.decode(), name
