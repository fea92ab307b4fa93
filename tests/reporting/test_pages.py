"""The overview and the node's own page: whose figures, how hidden, and the node's words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nodes.models import Membership
from nodes.roles import Role
from reporting.models import NodeReport
from tests.reporting.conftest import TODAY
from tests.reporting.world import QUARTER

pytestmark = pytest.mark.django_db

OVERVIEW = "reporting:programme"


def node_page(slug="vast", quarter=QUARTER):
    return reverse("reporting:node_figures", args=[slug]) + f"?kvartal={quarter}"


def note_page(slug="vast"):
    return reverse("reporting:node_note", args=[slug, QUARTER])


@pytest.mark.parametrize("role", [Role.PROCESS_LEAD, Role.STEERING_MEMBER, Role.RESEARCHER, Role.OBSERVER])
def test_the_overview_names_nodes_and_nobody_else(client, signed_in, world, role):
    for _each in range(3):
        world.supported("vast", given_name="Hemligaste")
    signed_in(role, world.node("vast"))
    answer = client.get(reverse(OVERVIEW)).content.decode()
    assert "av 450 till programmets slut" in answer
    assert "Hemligaste" not in answer
    sees_all = role == Role.PROCESS_LEAD
    assert ("3 av 450 personer matchade" in answer) is sees_all
    assert ("dolt" in answer) is not sees_all


def test_nodes_without_coordinator_are_named(client, signed_in, world):
    Membership.objects.create(
        user=world.user, role=Role.COORDINATOR, programme=world.programme, node=world.node("vast")
    )
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = client.get(reverse(OVERVIEW)).content.decode()
    assert "Norr saknar föreningssamordnare" in answer
    assert "Vast saknar" not in answer


def test_the_overview_costs_the_same_for_one_and_many(client, signed_in, world, django_assert_max_num_queries):
    signed_in(Role.OBSERVER, world.node("vast"))
    counts = []
    for _each in range(3):
        world.supported("vast")
        client.get(reverse(OVERVIEW))
        with django_assert_max_num_queries(40) as asked:
            client.get(reverse(OVERVIEW))
        counts.append(len(asked))
    assert len(set(counts)) == 1


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.COORDINATOR, True), (Role.PROJECT_MANAGER, False), (Role.PROJECT_GROUP_MEMBER, False)]
)
def test_only_the_coordinator_sees_the_nodes_small_figures(client, signed_in, world, role, sees):
    for _each in range(3):
        world.supported("vast")
    signed_in(role, world.node("vast"))
    answer = client.get(node_page()).content.decode()
    assert (">3<" in answer) is sees
    assert (">dolt<" in answer) is not sees


def test_a_node_sees_its_own_figures_only(client, signed_in, world):
    for _each in range(8):
        world.supported("norr")
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = client.get(node_page()).content.decode()
    assert "Norr" not in answer
    assert ">8<" not in answer
    assert client.get(node_page("norr")).status_code == 404


@pytest.mark.parametrize("written", ["2026-Q5", "2099-Q1", "x", ""])
def test_a_quarter_that_is_none_is_not_found(client, signed_in, world, written):
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert client.get(node_page(quarter=written)).status_code == 404


@pytest.mark.parametrize(("days", "silent"), [(60, False), (61, True)])
def test_a_municipality_without_offers_for_sixty_days_is_flagged(client, signed_in, world, days, silent):
    world.offer(world.form(world.person("vast"), TODAY - timedelta(days=70)), TODAY - timedelta(days=days))
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert ("Inget erbjudande på 60 dagar" in client.get(node_page()).content.decode()) is silent


def test_words_are_saved_submitted_and_then_stand(client, signed_in, world):
    signed_in(Role.PROJECT_MANAGER, world.node("vast"))
    assert client.post(note_page(), {"note": "Halvt"}).status_code == 302
    assert client.post(note_page(), {"note": "Helt", "submit": "1"}).status_code == 302
    assert client.post(note_page(), {"note": "Helt", "submit": "1"}).status_code == 302, "a second click"
    late = client.post(note_page(), {"note": "Nytt"})
    assert late.status_code == 409
    with world.acting("vast"):
        row = NodeReport.objects.get()
    assert (row.state, row.note) == ("submitted", "Helt")
    assert "väntar på processledaren" in client.get(note_page()).content.decode()


def test_nothing_cannot_be_handed_in(client, signed_in, world):
    signed_in(Role.PROJECT_MANAGER, world.node("vast"))
    answer = client.post(note_page(), {"note": "", "submit": "1"})
    assert answer.status_code == 409
    assert "Skriv något om kvartalet" in answer.content.decode()
    with world.acting("vast"):
        assert not NodeReport.objects.exists()


def test_the_coordinator_has_no_button_to_hand_in(client, signed_in, world):
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = client.get(note_page()).content.decode()
    assert "Spara utkast" in answer
    assert "Projektledaren lämnar in" in answer
    assert client.post(note_page(), {"note": "x", "submit": "1"}).status_code == 409
