"""Likely doubles: shown before saving, within the reader's sight, and judged by the coordinator."""

from datetime import date

import pytest

from nodes.models import ReadLog
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import JudgedDouble, Participant
from participants.selectors.doubles import identity_index
from tests.factories import NodeFactory, ParticipantFactory, ServiceUnitFactory
from tests.participants.pages import NUMBER, filled, url

pytestmark = pytest.mark.django_db


def test_a_likely_double_is_shown_before_saving_and_another_person_can_be_saved(client, signed_in, node, unit, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    with inside():
        known = ParticipantFactory(
            service_unit=unit, given_name="Aamina", family_name="Yusuf Cali", date_of_birth=date(1990, 2, 28)
        )
        ParticipantFactory(service_unit=unit, given_name="Per", family_name="Öst", date_of_birth=date(1990, 2, 28))
    response = client.post(url("register"), filled(unit))
    assert response.status_code == 422
    assert [double.participant for double in response.context["asked"]] == [known]
    with inside():
        assert Participant.objects.count() == 2
        assert ReadLog.objects.filter(user=user, participant_id=known.pk, why="double").exists()
    again = client.post(url("register"), filled(unit, same_person_as=str(known.pk), is_another="on"))
    assert again.status_code == 302
    with inside():
        assert JudgedDouble.objects.get().other == known


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ({"phone": "+46701740605"}, {"date_of_birth": "1985-01-01"}),
        ({"number": NUMBER}, {"identity_number": NUMBER, "phone": ""}),
    ],
)
def test_the_same_phone_or_number_is_a_likely_double(known, typed, client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    number = known.pop("number", "")
    fields = (
        {"identity_number": number, "identity_index": identity_index(number), "identity_kind": "personal"}
        if number
        else {}
    )
    with inside():
        ParticipantFactory(
            service_unit=unit,
            given_name="Helt",
            family_name="Annorlunda",
            date_of_birth=date(1970, 1, 1),
            **known,
            **fields,
        )
    assert client.post(url("register"), filled(unit, **typed)).status_code == 422


def test_doubles_beyond_the_officers_sight_and_protected_ones_are_not_shown(client, signed_in, node, unit, inside):
    other, far = ServiceUnitFactory(node=node), ServiceUnitFactory(node=NodeFactory(slug="ost"))
    same = {
        "given_name": "Amina",
        "family_name": "Yusuf Ali",
        "date_of_birth": date(1990, 2, 28),
        "phone": "+46701740605",
    }
    with inside():
        ParticipantFactory(service_unit=other, **same)
        ParticipantFactory(service_unit=unit, protection="marking", protection_since=date(2025, 1, 1), **same)
    with acting_in(node_scope(far.node_id)):
        ParticipantFactory(service_unit=far, **same)
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.post(url("register"), filled(unit)).status_code == 302


def test_a_second_submit_makes_no_second_person(client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    client.post(url("register"), filled(unit))
    assert client.post(url("register"), filled(unit)).status_code == 422
    with inside():
        assert Participant.objects.count() == 1


def test_the_coordinator_finds_possible_doubles_and_judges_them(client, signed_in, node, unit, inside):
    with inside():
        one = ParticipantFactory(service_unit=unit, given_name="Mohammed", family_name="Ali")
        other = ParticipantFactory(service_unit=ServiceUnitFactory(node=node), given_name="Muhammad", family_name="Ali")
        ParticipantFactory(service_unit=unit, given_name="Bo", family_name="Ek")
    signed_in(Role.COORDINATOR, node)
    (pair,) = client.get(url("doubles")).context["pairs"]
    assert (pair.older, pair.newer) == (one, other)
    client.post(url("doubles"), {"one": one.pk, "other": other.pk})
    assert client.get(url("doubles")).context["pairs"] == []
    assert client.post(url("doubles"), {"one": "x", "other": other.pk}).status_code == 404
