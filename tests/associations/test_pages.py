"""The coordinator's pages: lists with filters, decisions, associations, and the wall round them."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from django.db.models import F
from openpyxl import load_workbook

from associations.models import Activity, Association, ContactPerson
from associations.selectors.associations import likely
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from tests.associations.conftest import link_in, mails
from tests.factories import ActivityFactory, AssociationFactory, NodeFactory
from vida import clock

pytestmark = pytest.mark.django_db
ACTIVITIES, ASSOCIATIONS = "/vast/aktiviteter/", "/vast/foreningar/"


@pytest.fixture(autouse=True)
def _here(inside):
    """The test looks into the node; each request enters it by itself."""


@pytest.fixture
def coordinator(signed_in, node):
    return signed_in(Role.COORDINATOR, node)


@pytest.fixture
def association(node):
    return AssociationFactory(node=node, name="Solna Bollklubb", organisation_number="8020024280")


def submitted(node, **values):
    values = {
        "association_name": "Solna Bollklubb",
        "association_number": "8020024280",
        "contact_email": "bjorn@example.se",
        **values,
    }
    row = ActivityFactory(association=AssociationFactory(node=node), state="submitted", **values)
    Association.objects.filter(pk=row.association_id).update(name="Helt annan", sort_key="helt annan")
    Activity.objects.filter(pk=row.pk).update(association=None)
    return row


def titles(page):
    return [str(row.record.title) for row in page.context["table"].rows]


# --- lists


@pytest.mark.parametrize("address", [ACTIVITIES, ASSOCIATIONS])
def test_a_list_costs_the_same_with_one_row_and_with_three(
    client, coordinator, node, address, django_assert_num_queries
):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

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


# --- decisions


def test_likely_doubles_come_first_by_number_and_then_by_name(node, association):
    near = AssociationFactory(node=node, name="Solna BK")
    AssociationFactory(node=node, name="Vaxholms Gymnastikförening")
    found = likely("Solna Bollklubb", "8020024280")
    assert [(each.association, each.same_number) for each in found] == [(association, True), (near, False)]
    assert likely("Täby Schack", "") == []


def test_approving_for_a_known_association(client, coordinator, node, association):
    row = submitted(node)
    page = client.get(f"{ACTIVITIES}{row.pk}/granska/").content.decode()
    assert "Solna Bollklubb, 802002-4280, Solna (samma organisationsnummer)" in page
    answer = client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": association.pk})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.association, row.decided_by) == ("approved", association, coordinator)
    assert row.occasions.count() == 8
    assert ContactPerson.objects.get().email == "bjorn@example.se"
    assert client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": association.pk}).status_code == 302
    assert (len(mails()), row.occasions.count(), ContactPerson.objects.count()) == (1, 8, 1)


def test_approving_for_a_new_association(client, coordinator, node):
    row = submitted(node, association_name="Nya Kören", association_number="")
    assert client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": "new"}).status_code == 302
    row.refresh_from_db()
    assert (row.association.name, row.association.search_key) == ("Nya Kören", "nya koren")
    for _time in range(2):  # pressed twice
        client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": "new"})
    assert Association.objects.filter(name="Nya Kören").count() == 1


def test_a_new_association_cannot_take_a_known_number(client, coordinator, node, association):
    row = submitted(node)
    answer = client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": "new"})
    assert answer.status_code == 422
    assert "802002-4280 hör redan till Solna Bollklubb." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"


def test_approving_for_another_association_that_is_chosen(client, coordinator, node, association):
    row = submitted(node, association_name="Nya Kören", association_number="")
    assert client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": "other"}).status_code == 422
    client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": "other", "other": association.pk})
    row.refresh_from_db()
    assert row.association == association


@pytest.mark.parametrize("chosen", ["", "x", "999999", "-1"])
def test_nonsense_for_an_association_is_refused(client, coordinator, node, chosen):
    row = submitted(node)
    assert client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": chosen}).status_code == 422


def test_what_the_framework_lacks_is_said_on_the_decision_page(client, coordinator, node, association):
    row = submitted(node, occasions_planned=4)
    page = client.get(f"{ACTIVITIES}{row.pk}/granska/").content.decode()
    assert "Fyra tillfällen – VIDA kräver minst fem." in page
    answer = client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": association.pk})
    assert answer.status_code == 422
    assert "Fyra tillfällen" in answer.content.decode()


def test_an_activity_that_is_not_approved_leaves_no_new_association(client, coordinator, node):
    row = submitted(node, occasions_planned=4, association_name="Nya Kören", association_number="")
    assert client.post(f"{ACTIVITIES}{row.pk}/granska/", {"association": "new"}).status_code == 422
    assert not Association.objects.filter(name="Nya Kören").exists()


@pytest.mark.parametrize(
    ("step", "state", "subject"),
    [("atersand", "returned", "En fråga om er anmälan"), ("avsla", "refused", "Besked om er anmälan")],
)
def test_returning_and_refusing_ask_for_words(client, coordinator, node, step, state, subject):
    row = submitted(node)
    address = f"{ACTIVITIES}{row.pk}/{step}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert client.post(address, {"reason": "a\x00"}).status_code == 422
    assert client.post(address, {"reason": "å" * 2001}).status_code == 422
    assert client.post(address, {"reason": "När börjar ni?"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decision_comment) == (state, "När börjar ni?")
    assert mails()[-1].subject.startswith(subject)
    assert client.get(f"{ACTIVITIES}{row.pk}/").status_code == 200


@pytest.mark.parametrize("step", ["granska", "atersand", "avsla"])
def test_what_cannot_be_done_now_is_a_conflict(client, coordinator, association, step):
    row = ActivityFactory(association=association, state="ended")
    data = {"association": association.pk, "reason": "Därför."}
    assert client.post(f"{ACTIVITIES}{row.pk}/{step}/", data).status_code == 409


# --- a draft on the association's behalf (R13)


def test_a_coordinators_draft_is_submitted_only_by_the_association(client, coordinator, typed):
    draft = {name: typed[name] for name in typed if name not in ("introduction", "theory_rules", "can_continue")}
    assert client.post(ACTIVITIES + "ny/", {**draft, "unbound": "", "contact_email": ""}).status_code == 422
    endless = client.post(ACTIVITIES + "ny/", {**draft, "children_welcome": "x" * 100_001})
    assert endless.status_code == 422
    assert "Texterna är för långa för att sparas." in endless.content.decode()
    assert client.post(ACTIVITIES + "ny/", {**draft, "unbound": ""}).status_code == 302
    (row,) = Activity.objects.all()
    assert row.state == "draft"
    assert "mejl" in client.get(f"{ACTIVITIES}{row.pk}/").content.decode()
    (mail,) = mails()
    assert mail.subject == "Läs och bekräfta: Fotboll för alla"
    assert coordinator.name in mail.body
    client.logout()
    link = link_in(mail.body)
    assert "Berätta hur ni tar emot en ny deltagare." in client.get(link).content.decode()
    assert client.post(link, {"action": "confirm"}).status_code == 422
    client.post(link, {"action": "edit"})
    client.post("/anmal-aktivitet/vast/", {**typed, "title": "Boll för alla", "action": "send"})
    client.post(link_in(mails()[-1].body), {"action": "confirm"})
    row.refresh_from_db()
    assert (row.state, row.title, Activity.objects.count()) == ("submitted", "Boll för alla", 1)


def test_no_address_changes_an_activitys_content():
    from django.urls import get_resolver  # noqa: PLC0415

    (entry,) = [each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "associations"]
    names = {pattern.name for pattern in entry.url_patterns if "aktiviteter/<int:pk>" in str(pattern.pattern)}
    assert names == {"activity", "send_back", "refuse", "guest_places", "guest_places_back"}


# --- associations


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


# --- the wall


def test_another_nodes_user_finds_nothing(client, signed_in, node, association):
    row = submitted(node)
    approved = ActivityFactory(association=association)
    contact = association.contacts.create(node=node, name="Åsa", email="asa@example.se")
    other = NodeFactory(slug="dar", municipalities=["0180"])
    signed_in(Role.COORDINATOR, other)
    paths = [
        "aktiviteter/", "aktiviteter/lista.xlsx", "aktiviteter/ny/", f"aktiviteter/{row.pk}/",
        f"aktiviteter/{row.pk}/granska/", f"aktiviteter/{row.pk}/atersand/", f"aktiviteter/{row.pk}/avsla/",
        f"aktiviteter/{approved.pk}/", "foreningar/", "foreningar/lista.xlsx", "foreningar/ny/",
        f"foreningar/{association.pk}/", f"foreningar/{association.pk}/andra/", f"foreningar/{association.pk}/kontakt/",
        f"foreningar/{association.pk}/kontakt/{contact.pk}/",
    ]  # fmt: skip
    for path in paths:
        assert client.get(f"/vast/{path}").status_code == 404, path
        assert client.post(f"/vast/{path}").status_code == 404, path
        if any(char.isdigit() for char in path):  # in the own node what another one has does not exist either
            assert client.get(f"/dar/{path}").status_code == 404, path
            assert client.post(f"/dar/{path}", {"reason": "x", "association": "new"}).status_code == 404, path
    assert client.post(f"/dar/foreningar/{association.pk}/kontakt/{contact.pk}/ta-bort/").status_code == 404
    assert titles(client.get("/dar/aktiviteter/")) == []
    with acting_in(without_people(node.pk)):
        assert Activity.objects.filter(state="submitted").count() == 1
