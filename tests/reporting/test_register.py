"""The participant register: the same people as the figures, one by one, for a purpose that is written down."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nodes.models import ReadLog
from nodes.roles import Role
from placements.models import Placement
from placements.states import PlacementState
from reporting.selectors.figures import figures_of
from reporting.selectors.figures.quarter import ALL, PERIOD, TOTAL
from reporting.selectors.register import participant_register
from tests.reporting.conftest import TODAY
from tests.reporting.world import IN_QUARTER, QUARTER, noon

pytestmark = pytest.mark.django_db

BEFORE = date(2026, 4, 20)
NUMBER = "199002289800"
PURPOSE = {"purpose": "Lägesrapport till Migrationsverket"}


def url(quarter=QUARTER):
    return reverse("reporting:participant_register", args=["vast", quarter])


def register(world):
    with world.acting("vast"):
        return participant_register(world.node("vast"), QUARTER)


def earlier(world, **fields):
    """Somebody who came to count in the quarter before."""
    person = world.person("vast", checked_on=BEFORE, **fields)
    world.came(world.matched(person, BEFORE, asked_on=BEFORE), BEFORE + timedelta(days=7))
    return person


def known_twice(world):
    """The same identity number on two rows, with presence on both."""
    for _row in range(2):
        world.supported("vast", identity_kind="personal", identity_index="a" * 64)


def test_it_holds_those_whom_the_figures_count(world):
    earlier(world)
    known_twice(world)
    world.supported("vast", checked="uncertain")
    world.supported("vast", municipality_id="0114")
    world.supported("norr")
    world.matched(world.person("vast"))
    found, figures = register(world), figures_of(world.programme, QUARTER)
    place = str(world.node("vast").pk)
    assert len(found.entries) == figures["supported", place, TOTAL, ALL, ALL] == 2
    assert [each.in_period for each in found.entries] == [False, True]
    assert figures["supported", place, PERIOD, ALL, ALL] == 1


def test_the_file_has_what_is_reported_and_what_is_shown_on_inspection(client, signed_in, world):
    old = earlier(world, given_name="Tidig", route="youth", citizenships=["XA"])
    new = world.supported(
        "vast", given_name="Ny", identity_kind="personal", identity_number=NUMBER, identity_index="a" * 64,
        permit_permanent=False, permit_until=date(2028, 1, 31), phone="+46701234567",
    )  # fmt: skip
    hidden = world.supported("vast", given_name="Hemlig", protection="marking", protection_since=TODAY)
    user = signed_in(Role.COORDINATOR, world.node("vast"))
    page = client.get(url()).content.decode()
    assert "2 personer räknas" in page
    assert "1 person har skyddade uppgifter" in page
    assert NUMBER not in page
    answer = client.post(url(), PURPOSE)
    assert "2026-Q3" in answer["Content-Disposition"]
    reported, kept = (list(sheet.values) for sheet in load_workbook(BytesIO(answer.content)))
    assert reported[1:] == [(NUMBER, "18–60 år", "Kvinna")]
    rows = [dict(zip(kept[0], row, strict=True)) for row in kept[1:]]
    assert [(row["Identitetsnummer"], row["Förnamn"]) for row in rows] == [(f"VIDA-{old.pk}", "Tidig"), (NUMBER, "Ny")]
    assert [row["Ensamkommande barn"] for row in rows] == ["ja", "nej"]
    assert [row["Inte medborgare i EU eller EES"] for row in rows] == ["ja", "ja"]
    assert rows[0]["Tillstånd till"] == "Permanent"
    row = rows[1]
    assert (row["Började"].date(), row["Tillstånd till"].date(), row["Slutade"]) == (
        IN_QUARTER,
        date(2028, 1, 31),
        None,
    )
    assert (row["Telefon"], row["Hur det styrktes"]) == ("070-123 45 67", "Handläggaren intygar")
    with world.acting("vast"):
        logged = ReadLog.objects.filter(user=user, why=f"export: {PURPOSE['purpose']}")
        assert set(logged.values_list("participant_id", flat=True)) == {old.pk, new.pk}
    assert hidden.given_name.encode() not in answer.content


@pytest.mark.parametrize(
    ("state", "waits", "left"),
    [
        (PlacementState.STARTED, False, False),
        (PlacementState.COMPLETED, False, True),
        (PlacementState.COMPLETED, True, False),
    ],
)
def test_who_has_ended_the_last_place_and_waits_for_nothing_has_left(world, state, waits, left):
    person = world.supported("vast")
    ended = {"state": state, "ended_on": TODAY} if state == PlacementState.COMPLETED else {}
    with world.acting("vast"):
        Placement.objects.filter(participant=person).update(**ended)
    if waits:
        world.form(person)
    assert register(world).entries[0].left_on == (TODAY if left else None)


def test_who_withdrew_left_that_day(world):
    day = IN_QUARTER + timedelta(days=9)
    world.supported("vast", withdrawn_at=noon(day), withdrawn_by=world.user)
    assert register(world).entries[0].left_on == day


def test_it_is_not_given_without_a_purpose(client, signed_in, world):
    world.supported("vast")
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = client.post(url(), {"purpose": "x"})
    assert answer.status_code == 422
    assert "text/html" in answer["Content-Type"]


def test_where_nobody_counts_it_says_so(client, signed_in, world):
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert "Ingen räknas än" in client.get(url()).content.decode()
    assert client.get(url("2020-Q1")).status_code == 404


def test_the_nodes_figures_lead_there_only_for_who_may_see_people(client, signed_in, world):
    for role, leads in ((Role.COORDINATOR, True), (Role.PROJECT_MANAGER, False)):
        signed_in(role, world.node("vast"))
        page = client.get(reverse("reporting:node_figures", args=["vast"]) + f"?kvartal={QUARTER}")
        assert (url() in page.content.decode()) is leads


def test_one_person_and_three_ask_as_much(client, signed_in, world, django_assert_max_num_queries):
    signed_in(Role.COORDINATOR, world.node("vast"))
    world.supported("vast")
    client.post(url(), PURPOSE)
    with django_assert_max_num_queries(40) as one:
        client.post(url(), PURPOSE)
    world.supported("vast"), world.supported("vast")
    with django_assert_max_num_queries(40) as three:
        client.post(url(), PURPOSE)
    assert len(one) == len(three)
