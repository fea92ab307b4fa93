"""The lists of who waits and of offers, as sheets: for a purpose, as shown, in the order shown, and logged."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.services import offers
from nodes import exporting
from nodes.models import ReadLog
from tests.factories import ServiceUnitFactory
from tests.participants.pages import read_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]

WAITING, OFFERS = "/har/matchning/export/", "/har/erbjudanden/export/"
PURPOSE = {"purpose": "Genomgång med enheten 😀"}
PROTECTED = {"protection": "marking", "protection_since": date(2025, 1, 1)}


def offered(here, **person):
    return offers.give(form=here.waiting(**person), activity=here.activity(), channel="phone", by=here.officer)


def names(answer):
    _headings, *rows = read_back(answer)
    return [row[0] for row in rows]


def test_who_waits_is_exported_as_shown_and_logged(here, coordinator):
    with here.scope:
        other = ServiceUnitFactory(node=here.node)
        late = here.waiting("singing", "chess", given_name="Zed", family_name="A", days_ago=9)
        here.waiting(given_name="Hemlig", family_name="B", **PROTECTED)
        here.waiting(given_name="Annans", family_name="C", unit=other)
        offered(here, given_name="Erbjuden", family_name="D")
    assert (
        f'href="{WAITING}?sort=-participant"' in coordinator.get("/har/matchning/?sort=-participant").content.decode()
    )
    answer = coordinator.post(WAITING, PURPOSE)
    headings, first, second = read_back(answer)
    assert headings[:4] == ("Namn", "Erbjudande senast", "Val 1", "Val 2")
    assert first[0] == "Zed A"
    assert set(first[2:4]) == {"Sång och kör", "Schack"}
    assert second[0] == "Annans C"
    assert names(coordinator.post(f"{WAITING}?sort=-participant", PURPOSE)) == ["Annans C", "Zed A"]
    with here.scope:
        logged = ReadLog.objects.filter(user=here.coordinator.user, why=f"export: {PURPOSE['purpose']}")
        assert logged.filter(participant_id=late.participant_id).count() == 2


def test_offers_are_exported_as_shown_and_logged(here, coordinator):
    with here.scope:
        offer = offered(here, given_name="Amina", family_name="A")
        offered(here, given_name="Hemlig", family_name="B", **PROTECTED)
    assert f'href="{OFFERS}"' in coordinator.get("/har/erbjudanden/").content.decode()
    headings, row = read_back(coordinator.post(OFFERS, PURPOSE))
    assert headings[:3] == ("Namn", "Aktivitet", "Läge")
    assert row[:2] == ("Amina A", offer.activity.title)
    assert row[5:] == ("Telefon", str(here.officer.user), 0)
    assert names(coordinator.post(f"{OFFERS}?lage=declined", PURPOSE)) == []
    with here.scope:
        assert ReadLog.objects.filter(participant_id=offer.participant_id, why__startswith="export: ").count() == 1


@pytest.mark.parametrize("url", [WAITING, OFFERS])
@pytest.mark.parametrize("purpose", ["", "kort", "x" * 181, "en lång text\x00"])
def test_without_a_purpose_nothing_is_handed_out(url, purpose, here, coordinator):
    with here.scope:
        here.waiting(given_name="Amina")
    assert coordinator.get(url).status_code == 200
    answer = coordinator.post(url, {"purpose": purpose})
    assert answer.status_code == 422
    assert "Amina" not in answer.content.decode()
    with here.scope:
        assert not ReadLog.objects.filter(why__startswith="export").exists()


@pytest.mark.parametrize("url", [WAITING, OFFERS])
def test_too_long_a_list_says_so(url, here, coordinator, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 0)
    with here.scope:
        offered(here)
        here.waiting()
    assert "Listan är för lång" in coordinator.get(url).content.decode()
    assert coordinator.post(url, PURPOSE).status_code == 422


@pytest.mark.parametrize("url", [WAITING, OFFERS])
def test_a_case_officer_exports_the_own_unit_only(url, here, client):
    client.force_login(here.officer.user)
    with here.scope:
        other = ServiceUnitFactory(node=here.node)
        here.waiting(given_name="Egen", family_name="A")
        here.waiting(given_name="Annans", family_name="B", unit=other)
        offered(here, given_name="Egen", family_name="A")
    assert names(client.post(url, PURPOSE)) == ["Egen A"]


@pytest.mark.parametrize("url", [WAITING, OFFERS])
def test_three_rows_ask_as_much_as_one(url, here, coordinator):
    def asked():
        with here.scope:
            here.waiting("football", "singing")
            offered(here)
        with CaptureQueriesContext(connection) as found:
            assert coordinator.post(url, PURPOSE).status_code == 200
        return len(found)

    coordinator.get(url)
    one = asked()
    asked()
    assert asked() == one
