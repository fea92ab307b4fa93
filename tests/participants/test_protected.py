"""Protected identity: in no list, behind a door that asks why, set and lifted."""

from datetime import timedelta

import pytest

from nodes.models import ReadLog
from nodes.roles import Role
from participants.models import Participant
from tests.participants.pages import read_back, url
from vida import clock

pytestmark = pytest.mark.django_db


def test_a_protected_person_is_in_no_list_search_or_export(client, signed_in, node, unit, hidden):
    signed_in(Role.COORDINATOR, node)
    for page in (
        client.get(url("list")),
        client.get(url("list"), {"q": "Hemlig"}),
        client.get(url("protected")),
        client.get(url("open_protected", hidden.pk)),
    ):
        assert "Hemlig Person" not in page.content.decode()
    assert "1 person med skyddade uppgifter visas inte" in client.get(url("list")).content.decode()
    rows = read_back(client.post(url("export"), {"purpose": "Uppföljning med enheten"}))
    assert not any("Hemlig" in str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("name", ["change", "form_register", "form_close", "waiver", "protect"])
def test_a_protected_persons_pages_ask_why_first(name, client, signed_in, node, unit, hidden, inside):
    user = signed_in(Role.COORDINATOR, node)
    assert client.get(url(name, hidden.pk)).url == url("open_protected", hidden.pk)
    assert client.post(url("open_protected", hidden.pk), {"reason": "kort"}).status_code == 422
    assert client.post(url("open_protected", hidden.pk), {"reason": "Ringer om första mötet"}).status_code == 302
    assert client.get(url(name, hidden.pk)).status_code == 200
    with inside():
        assert ReadLog.objects.filter(user=user, participant_id=hidden.pk, why="Ringer om första mötet").count() == 1


def test_the_door_closes_after_a_quarter_of_an_hour(client, signed_in, node, hidden, settings):
    signed_in(Role.COORDINATOR, node)
    client.post(url("open_protected", hidden.pk), {"reason": "Ringer om första mötet"})
    settings.CLOCK_DAYS_AHEAD = 1
    assert client.get(url("change", hidden.pk)).status_code == 302


def test_only_the_named_officer_and_the_coordinator_may_open(client, signed_in, node, unit, hidden, inside):
    colleague = signed_in(Role.CASE_OFFICER, node, unit)
    page = client.post(url("open_protected", hidden.pk), {"reason": "Nyfiken på vem det är"})
    assert page.status_code == 403
    assert "kontakta samordnaren" in page.content.decode()
    assert client.get(url("change", hidden.pk)).status_code == 302
    with inside():
        Participant.objects.filter(pk=hidden.pk).update(case_officer=colleague)
    assert client.post(url("open_protected", hidden.pk), {"reason": "Ringer om första mötet"}).status_code == 302
    assert client.get(url("change", hidden.pk)).status_code == 200


def test_protection_is_set_and_lifted(client, signed_in, node, unit, person, inside):
    signed_in(Role.COORDINATOR, node)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert client.post(url("protect", person.pk), {"kind": "marking", "since": tomorrow}).status_code == 422
    assert client.post(url("protect", person.pk), {"kind": "marking", "since": ""}).status_code == 422
    assert client.post(url("protect", person.pk), {"kind": "marking", "since": "2026-01-01"}).status_code == 302
    with inside():
        assert Participant.objects.get().protection == "marking"
    client.post(url("open_protected", person.pk), {"reason": "Skyddet är hävt av Skatteverket"})
    client.post(url("protect", person.pk), {"kind": ""})
    with inside():
        assert Participant.objects.get().protection == ""
