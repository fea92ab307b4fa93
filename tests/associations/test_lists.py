"""The lists of activities and associations: filtered, sorted, paged, and as a sheet."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from associations.models import Activity
from tests.factories import ActivityFactory, AssociationFactory
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
ACTIVITIES, ASSOCIATIONS = "/vast/aktiviteter/", "/vast/foreningar/"


def titles(page):
    return [str(row.record.title) for row in page.context["table"].rows]


@pytest.mark.parametrize("address", [ACTIVITIES, ASSOCIATIONS])
def test_a_list_costs_the_same_with_one_row_and_with_three(
    client, coordinator, node, address, django_assert_num_queries
):
    ActivityFactory(association=AssociationFactory(node=node), areas=["football", "singing"])
    client.get(address)  # sessions and the like
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _time in range(2):
        ActivityFactory(association=AssociationFactory(node=node), areas=["football", "singing"])
    with django_assert_num_queries(len(one)):
        assert len(client.get(address).context["table"].rows) == 3


@pytest.mark.parametrize("address", [ACTIVITIES, ASSOCIATIONS])
def test_an_empty_list_says_what_to_do(client, coordinator, address):
    assert "än" in client.get(address).content.decode().split('class="empty"')[1][:400]


def test_activities_are_filtered(client, coordinator, node):
    ball = AssociationFactory(node=node, name="Solna Bollklubb", search_key="solna bollklubb")
    choir = AssociationFactory(node=node, name="Ängbykören", search_key="angbykoren")
    tuesday = clock.today() + timedelta(days=(1 - clock.today().weekday()) % 7 + 7)
    ActivityFactory(
        association=ball, title="Fotboll", first_on=tuesday, starts_at=time(18, 0), children_welcome=True, seats=1,
        seats_taken=1, search_key="fotboll",
    )  # fmt: skip
    ActivityFactory(
        association=choir, title="Kör", first_on=tuesday + timedelta(days=4), starts_at=time(11, 0), areas=["singing"],
        municipality_id="0183", state="running", search_key="kor",
    )  # fmt: skip
    ActivityFactory(
        association=choir, title="Sång", first_on=tuesday + timedelta(days=1), starts_at=time(16, 59),
        areas=["singing"], search_key="sang",
    )  # fmt: skip

    def shown(query):
        return set(titles(client.get(ACTIVITIES + query)))

    assert shown("") == {"Fotboll", "Kör", "Sång"}
    assert shown("?q=ANGBY sång") == {"Sång"}
    assert shown("?q=fotboll") == {"Fotboll"}
    assert shown("?q=boll solna") == {"Fotboll"}
    assert shown("?state=running") == {"Kör"}
    assert shown("?municipality=0183") == {"Kör"}
    assert shown("?area=singing") == {"Kör", "Sång"}
    assert shown("?area=music") == {"Kör", "Sång"}
    assert shown("?weekday=1") == {"Fotboll"}
    assert shown("?part=evening") == {"Fotboll"}
    assert shown("?part=day") == {"Sång"}
    assert shown("?part=weekend") == {"Kör"}
    assert shown("?children=on") == {"Fotboll"}
    assert shown("?free=on") == {"Kör", "Sång"}
    assert shown("?state=running&area=football") == set()
    Activity.objects.filter(title="Kör").update(seats_offered=F("seats"))
    assert shown("?free=on") == {"Sång"}, "a place that is held by an offer cannot be offered"
    yesterday = clock.today() - timedelta(days=1)
    Activity.objects.filter(title="Sång").update(first_on=yesterday, last_on=yesterday)
    assert shown("?free=on") == set()


@pytest.mark.parametrize(
    "query",
    [
        *("?q=%00", "?q=" + "å" * 200, "?q=%E2%80%AE🎈", "?state=x", "?area=x", "?weekday=x", "?municipality=x"),
        *("?part=x&free=x", "?page=x", "?page=-1", "?page=99999", "?sort=x", "?sort=password"),
    ],
)
@pytest.mark.parametrize("address", [ACTIVITIES, ASSOCIATIONS, ACTIVITIES + "lista.xlsx", ASSOCIATIONS + "lista.xlsx"])
def test_nonsense_in_the_address_of_a_list_breaks_nothing(client, coordinator, association, address, query):
    assert client.get(address + query).status_code == 200


@pytest.mark.parametrize("column", ["title", "owner_name", "when", "municipality", "first_on", "seats_free", "state"])
@pytest.mark.parametrize("way", ["", "-"])
def test_activities_are_sorted_by_every_column(client, coordinator, node, column, way):
    for name, seats in (("Ö-laget", 3), ("Ängby", 7), ("Zeta", 5)):
        ActivityFactory(association=AssociationFactory(node=node), title=name, seats=seats)
    found = titles(client.get(f"{ACTIVITIES}?sort={way}{column}"))
    if column == "title":
        assert found == (["Zeta", "Ängby", "Ö-laget"] if not way else ["Ö-laget", "Ängby", "Zeta"])
    assert len(found) == 3


def test_lists_are_paged(client, coordinator, node):
    for _time in range(26):
        AssociationFactory(node=node)
    assert len(client.get(ASSOCIATIONS).context["table"].page.object_list) == 25
    assert len(client.get(ASSOCIATIONS + "?page=2").context["table"].page.object_list) == 1


def test_the_sheet_holds_what_is_shown(client, coordinator, node):
    owner = AssociationFactory(node=node, name="=Solna")
    ActivityFactory(association=owner, title="Fotboll", starts_at=time(18, 0), minutes=90, areas=["football"])
    ActivityFactory(association=owner, title="Kör", state="ended", areas=["singing"])
    answer = client.get(ACTIVITIES + "lista.xlsx?state=approved")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Aktivitet", "Förening", "Intresse")
    assert len(rows) == 2
    assert rows[1][:3] == ("Fotboll", "=Solna", "Fotboll")
    assert rows[1][3].endswith("18.00–19.30")
    assert rows[1][7] == "Godkänd"
    assert "aktiviteter-" in answer["Content-Disposition"]


def test_associations_are_filtered_and_exported(client, coordinator, node, association):
    ActivityFactory(association=association)
    AssociationFactory(
        node=node, name="Ängbykören", search_key="angbykoren", municipality_id="0183", kind="congregation"
    )

    def shown(query):
        return {str(row.record.name) for row in client.get(ASSOCIATIONS + query).context["table"].rows}

    assert shown("?q=802002") == {"Solna Bollklubb"}
    assert shown("?q=Ängby") == {"Ängbykören"}
    assert shown("?municipality=0183") == {"Ängbykören"}
    assert shown("?kind=congregation") == {"Ängbykören"}
    assert shown("?active_now=on") == {"Solna Bollklubb"}
    sheet = load_workbook(BytesIO(client.get(ASSOCIATIONS + "lista.xlsx?q=802002").content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["Solna Bollklubb", "Förening", "Solna", "802002-4280"]
