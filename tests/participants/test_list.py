"""The list of participants: searched, narrowed, sorted, logged and exported."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nodes.models import ReadLog
from nodes.roles import Role
from participants.models import Participant
from tests.factories import InterestFormFactory, ParticipantFactory, ServiceUnitFactory, member
from tests.participants.pages import NUMBER, filled, read_back, url
from vida import clock, paging

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [{}, {"q": "amina"}, {"sort": "left"}, {"sort": "-registered"}, {"lage": "waiting"}, {"intresse": "ball_games"}],
)
def test_the_list_costs_the_same_however_long(query, client, signed_in, node, unit, inside):
    signed_in(Role.COORDINATOR, node)
    counts = []
    for more in (1, 2):
        with inside():
            for _ in range(more):
                InterestFormFactory(participant=ParticipantFactory(service_unit=ServiceUnitFactory(node=node)))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("list"), query)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def crowd(on_a_friday, node, unit, inside):
    """One of each kind."""
    today, now = clock.today(), clock.now()
    with inside():
        user = member(Role.COORDINATOR, node=node)
        people = {
            name: ParticipantFactory(service_unit=unit, given_name=name, family_name="")
            for name in ("Late", "Soon", "Calm", "Offered", "Matched", "Closed", "Formless")
        }
        for name, days in (("Late", -21), ("Soon", -10), ("Calm", 0)):
            asked = today + timedelta(days=days)
            InterestFormFactory(participant=people[name], asked_on=asked, areas=["swimming"])
        InterestFormFactory(participant=people["Offered"], state="offered")
        InterestFormFactory(participant=people["Matched"], state="matched", matched_at=now)
        InterestFormFactory(participant=people["Closed"], state="closed", closed_at=now, closed_by=user)
        ParticipantFactory(service_unit=unit, given_name="Gone", family_name="", withdrawn_at=now, withdrawn_by=user)
        other = ServiceUnitFactory(node=node)
        ParticipantFactory(
            service_unit=other, given_name="Elsewhere", family_name="", municipality_id="0180", languages=["ti"]
        )
        people["Elsewhere"] = other
    return people


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Calm", "Closed", "Elsewhere", "Formless", "Late", "Matched", "Offered", "Soon"]),
        ({"sort": "-name"}, ["Soon", "Offered", "Matched", "Late", "Formless", "Elsewhere", "Closed", "Calm"]),
        ({"lage": "waiting", "sort": "left"}, ["Late", "Soon", "Calm"]),
        ({"lage": "offered"}, ["Offered"]),
        ({"lage": "matched"}, ["Matched"]),
        ({"lage": "closed"}, ["Closed"]),
        ({"lage": "none"}, ["Elsewhere", "Formless"]),
        ({"klocka": "late"}, ["Late"]),
        ({"klocka": "soon"}, ["Soon"]),
        ({"klocka": "later"}, ["Calm"]),
        ({"intresse": "swimming"}, ["Calm", "Late", "Soon"]),
        ({"intresse": "outdoors"}, ["Calm", "Late", "Soon"]),
        ({"sprak": "ti"}, ["Elsewhere"]),
        ({"kommun": "0184", "lage": "none"}, ["Formless"]),
        ({"kommun": "other"}, ["Elsewhere"]),
        ({"q": "ate"}, ["Late"]),
        ({"q": "LÁTE"}, ["Late"]),
        ({"q": "late calm"}, []),
        ({"vilka": "slutat"}, ["Gone"]),
        (
            {"lage": "nonsens", "page": "999", "sort": "x"},
            ["Calm", "Closed", "Elsewhere", "Formless", "Late", "Matched", "Offered", "Soon"],
        ),
        ({"q": "\x00%_\\"}, None),
    ],
)
def test_searching_narrowing_and_sorting(query, names, client, signed_in, node, crowd):
    signed_in(Role.COORDINATOR, node)
    response = client.get(url("list"), query)
    assert response.status_code == 200
    if names is not None:
        assert [row.record.given_name for row in response.context["table"].page.object_list] == names


def test_the_unit_narrows_too(client, signed_in, node, crowd):
    signed_in(Role.COORDINATOR, node)
    table = client.get(url("list"), {"enhet": crowd["Elsewhere"].pk}).context["table"]
    assert [row.record.given_name for row in table.page.object_list] == ["Elsewhere"]


def test_the_rows_say_how_long_is_left(client, signed_in, node, crowd):
    signed_in(Role.COORDINATOR, node)
    page = client.get(url("list")).content.decode()
    for words in (
        "7 dagar försenat",
        "4 dagar kvar",
        "14 dagar kvar",
        "Har ett erbjudande",
        "Matchad",
        "Ingen intresseanmälan",
    ):
        assert words in page


def test_every_row_shown_is_logged_and_no_other(client, signed_in, node, crowd, inside):
    user = signed_in(Role.COORDINATOR, node)
    client.get(url("list"), {"q": "late"})
    with inside():
        assert list(ReadLog.objects.filter(user=user).values_list("participant_id", "where", "why")) == [
            (crowd["Late"].pk, "participants:list", "list")
        ]


def test_a_long_list_has_pages(client, signed_in, node, unit, inside):
    with inside():
        for _ in range(26):
            ParticipantFactory(service_unit=unit)
    signed_in(Role.COORDINATOR, node)
    first = client.get(url("list"))
    assert "Visar 1–25 av 26 deltagare" in first.content.decode()
    assert f">{unit.name}</td>" in first.content.decode()
    assert ">Solna</td>" in first.content.decode()
    assert len(list(client.get(url("list"), {"page": "2"}).context["table"].page.object_list)) == 1


@pytest.mark.parametrize(("people", "words"), [(50, "av 50 deltagare"), (51, "av fler än 50 deltagare")])
@pytest.mark.parametrize("query", [{}, {"sort": "left"}])
def test_a_list_counts_no_further_than_it_must(
    people, words, query, client, signed_in, node, unit, inside, monkeypatch
):
    monkeypatch.setattr(paging, "MOST_COUNTED", 50)
    with inside():
        for _ in range(people):
            ParticipantFactory(service_unit=unit)
    signed_in(Role.COORDINATOR, node)
    last = client.get(url("list"), {**query, "enhet": unit.pk, "page": "2"})
    assert f"Visar 26–50 {words}" in last.content.decode()
    assert last.context["table"].paginator.num_pages == 2
    with CaptureQueriesContext(connection) as captured:
        client.get(url("list"), query)
    assert sum("LIMIT 51" in each["sql"] for each in captured.captured_queries) == 1
    assert sum("COUNT(" in each["sql"] for each in captured.captured_queries) == 2  # the other is of the protected


def test_the_export_needs_a_purpose_and_gives_what_is_shown(client, signed_in, node, unit, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    client.post(url("register"), filled(unit, identity_number=NUMBER))
    with inside():
        shown = Participant.objects.get()
        ParticipantFactory(service_unit=unit, given_name="Zed")
        ParticipantFactory(service_unit=ServiceUnitFactory(node=node), given_name="Amina", family_name="Annans")
    assert client.get(url("export") + "?q=amina").status_code == 200
    assert client.post(url("export") + "?q=amina", {"purpose": "kort"}).status_code == 422
    response = client.post(url("export") + "?q=amina", {"purpose": "Uppföljning med enheten"})
    heading, *rows = read_back(response)
    assert [row[0] for row in rows] == ["Amina Yusuf Ali"]
    assert "9800" not in " ".join(str(cell) for row in rows for cell in row)
    assert not {"Medborgarskap", "Anpassning", "Identitetsnummer", "Född"} & set(heading)
    with inside():
        logged = ReadLog.objects.filter(user=user, why="export: Uppföljning med enheten")
        assert [row.participant_id for row in logged] == [shown.pk]
