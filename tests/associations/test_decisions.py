"""What a coordinator decides of an activity, and a draft on the association's behalf (R13)."""

import pytest
from django.urls import get_resolver

from associations.models import Activity, Association, ContactPerson
from associations.selectors.associations import likely
from tests.associations.conftest import link_in, mails, submitted
from tests.factories import ActivityFactory, AssociationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
ACTIVITIES = "/vast/aktiviteter/"


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
    (entry,) = [each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "associations"]
    names = {pattern.name for pattern in entry.url_patterns if "aktiviteter/<int:pk>" in str(pattern.pattern)}
    assert names == {"activity", "send_back", "refuse", "guest_places", "guest_places_back"}
