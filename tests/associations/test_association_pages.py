"""Associations and their contact persons, as the coordinator adds and changes them."""

import pytest

from associations.models import Association, ContactPerson
from tests.factories import AssociationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
ASSOCIATIONS = "/vast/foreningar/"


def facts(**changes):
    return {"name": "Solna Schack", "kind": "association", "status": "active", **changes}


def test_an_association_is_added_and_changed(client, coordinator):
    assert client.post(ASSOCIATIONS + "ny/", facts(phone="070-174 06 05")).status_code == 302
    row = Association.objects.get()
    assert (row.name, row.phone, row.sort_key) == ("Solna Schack", "+46701740605", "solna schack")
    address = f"{ASSOCIATIONS}{row.pk}/"
    assert "070-174 06 05" in client.get(address).content.decode()
    assert client.get(address + "andra/").status_code == 200
    client.post(address + "andra/", facts(name="Solna Schacksällskap", status="paused"))
    row.refresh_from_db()
    assert (row.name, row.status) == ("Solna Schacksällskap", "paused")


def test_a_likely_double_is_shown_before_it_is_saved(client, coordinator, association):
    answer = client.post(ASSOCIATIONS + "ny/", facts(name="Solna BK"))
    assert answer.status_code == 422
    assert "Finns den redan?" in answer.content.decode()
    assert client.post(ASSOCIATIONS + "ny/", facts(name="Solna BK", anyway="1")).status_code == 302
    assert Association.objects.count() == 2


def test_a_number_belongs_to_one_association(client, coordinator, association, node):
    other = AssociationFactory(node=node)
    answer = client.post(f"{ASSOCIATIONS}{other.pk}/andra/", facts(organisation_number="802002-4280"))
    assert answer.status_code == 422
    assert "802002-4280 hör redan till Solna Bollklubb." in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "å" * 201},
        {"name": "a\x00"},
        {"organisation_number": "12"},
        {"email": "x"},
        {"phone": "112"},
        {"postcode": "x"},
        {"homepage": "inte en adress"},
        {"municipality": "x"},
        {"kind": "x"},
    ],
)
def test_a_faulty_association_is_refused_with_everything_kept(client, coordinator, changes):
    answer = client.post(ASSOCIATIONS + "ny/", facts(address="Ängsvägen 1", **changes))
    assert answer.status_code == 422
    assert "Ängsvägen 1" in answer.content.decode()
    assert not Association.objects.exists()


def test_contact_persons_come_and_go(client, coordinator, association):
    address = f"{ASSOCIATIONS}{association.pk}/kontakt/"
    assert client.post(address, {"name": "Åsa"}).status_code == 422
    client.post(address, {"name": "Åsa", "email": "asa@example.se"})
    contact = ContactPerson.objects.get()
    assert "asa@example.se" in client.get(f"{ASSOCIATIONS}{association.pk}/").content.decode()
    client.post(f"{address}{contact.pk}/", {"name": "Åsa Ö", "phone": "070-174 06 05"})
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.phone) == ("Åsa Ö", "", "+46701740605")
    client.post(f"{address}{contact.pk}/ta-bort/")
    assert not ContactPerson.objects.exists()
