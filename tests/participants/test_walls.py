"""Who sees which page: other nodes, units and roles do not; who does is in the read log."""

import pytest
from django.urls import reverse

from nodes.models import ReadLog
from nodes.roles import Role
from participants.models import Participant
from tests.factories import InterestFormFactory, NodeFactory, ParticipantFactory, ServiceUnitFactory
from tests.participants.pages import filled, url
from vida import clock

pytestmark = pytest.mark.django_db


PERSON_PAGES = ["change", "form_register", "form_close", "waiver", "open_protected", "protect"]
NODE_PAGES = ["list", "export", "register", "protected", "doubles", "meetings", "meeting_new", "form_areas"]


@pytest.fixture
def waiting(unit, inside):
    with inside():
        return InterestFormFactory(participant=ParticipantFactory(service_unit=unit, given_name="Zebedeus")).participant


@pytest.mark.parametrize("name", PERSON_PAGES)
def test_a_persons_pages_do_not_exist_for_another_node_or_unit(name, client, signed_in, node, unit, waiting):
    far = NodeFactory(slug="ost")
    signed_in(Role.COORDINATOR, far)
    assert client.get(url(name, waiting.pk)).status_code == 404
    assert client.get(reverse(f"participants:{name}", args=["ost", waiting.pk])).status_code == 404
    signed_in(Role.CASE_OFFICER, node, ServiceUnitFactory(node=node))
    assert client.get(url(name, waiting.pk)).status_code == 404
    assert client.post(url(name, waiting.pk), {"reason": "Vill se personen"}).status_code == 404
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.get(url(name, waiting.pk)).status_code in (200, 302)


@pytest.mark.parametrize("name", NODE_PAGES)
def test_the_nodes_pages_do_not_exist_for_another_node(name, client, signed_in, waiting):
    signed_in(Role.COORDINATOR, NodeFactory(slug="ost"))
    assert client.get(url(name)).status_code == 404
    assert "Zebedeus" not in client.get(reverse(f"participants:{name}", args=["ost"])).content.decode()


@pytest.mark.parametrize("name", NODE_PAGES)
@pytest.mark.parametrize("role", [Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER])
def test_other_roles_get_no_participants(role, name, client, signed_in, node):
    signed_in(role, node)
    assert client.get(url(name)).status_code == 403


def test_another_units_officer_sees_nobody_in_the_list(client, signed_in, node, waiting):
    signed_in(Role.CASE_OFFICER, node, ServiceUnitFactory(node=node))
    for query in ({}, {"q": "zebedeus"}, {"lage": "waiting"}):
        assert "Zebedeus" not in client.get(url("list"), query).content.decode().replace('value="zebedeus"', "")


@pytest.mark.parametrize("name", ["change", "form_register", "form_close", "waiver", "protect"])
def test_every_page_of_a_person_is_in_the_read_log(name, client, signed_in, node, unit, waiting, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    client.get(url(name, waiting.pk))
    with inside():
        assert ReadLog.objects.filter(user=user, participant_id=waiting.pk, where=f"participants:{name}").count() == 1


def test_a_withdrawn_person_is_taken_back_by_one_press(client, signed_in, node, unit, person, inside):
    user = signed_in(Role.COORDINATOR, node)
    with inside():
        Participant.objects.filter(pk=person.pk).update(withdrawn_at=clock.now(), withdrawn_by=user)
    assert client.post(url("change", person.pk), filled(unit)).status_code == 422
    assert client.post(url("take_back", person.pk)).status_code == 302
    with inside():
        assert Participant.objects.get().withdrawn_at is None
