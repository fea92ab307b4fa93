"""The pages: what they show to whom, what they refuse, and what they write in the read log."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.models import Offer
from matching.services import offers
from matching.services.people import withdraw_participant
from nodes.models import ReadLog
from nodes.roles import Role
from tests.factories import ServiceUnitFactory, member
from tests.matching.conftest import place
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


def offer_in(where, **person):
    return offers.give(form=where.waiting(**person), activity=where.activity(), channel="phone", by=where.officer)


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(found)


@pytest.mark.parametrize("url", ["/har/matchning/", "/har/erbjudanden/"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(here, coordinator, url):
    def add():
        with here.scope:
            here.waiting("football", "singing", days_ago=2)
            here.activity("football")
            here.activity("singing")
            offer_in(here)

    add()
    coordinator.get(url)  # sessions and caches
    one = queries(coordinator, url)
    add()
    add()
    assert queries(coordinator, url) == one


def test_one_persons_pages_ask_as_much_with_three_rows_as_with_one(here, coordinator):
    with here.scope:
        form = here.waiting("football", "singing")
    coordinator.get(f"/har/matchning/{form.pk}/")  # from here on the history knows a user
    with here.scope:
        offer = offer_in(here)
        here.activity("football")
    urls = [f"/har/matchning/{form.pk}/", f"/har/deltagare/{offer.participant_id}/", f"/har/erbjudanden/{offer.pk}/"]
    for url in urls:
        coordinator.get(url)
    one = [queries(coordinator, url) for url in urls]
    with here.scope:
        for _each in range(2):
            here.activity("football")
            here.activity("singing", seats=1, seats_taken=1)
            offers.decline(offer=offer, by=here.officer, reason="nej", wants_new_offer=True)
            offer = offers.give(form=offer.form, activity=here.activity(), channel="phone", by=here.officer)
    urls[2] = f"/har/erbjudanden/{offer.pk}/"
    assert [queries(coordinator, url) for url in urls] == one


def test_who_waits_with_the_clock_and_the_best_suggestion(here, coordinator):
    with here.scope:
        here.waiting("singing", days_ago=11, given_name="Zahra", family_name="Ali")
        here.waiting("football", days_ago=1, given_name="Semere", family_name="Tesfay")
        here.activity("football", title="Fotboll på Skytteholm")
    page = coordinator.get("/har/matchning/").content.decode()
    assert page.index("Zahra Ali") < page.index("Semere Tesfay")
    assert "3 dagar kvar" in page
    assert "Val 1: fotboll · Fotboll på Skytteholm" in page
    assert "Inget passar just nu" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=zah", {"Zahra"}),
        ("kommun=0184", {"Zahra", "Semere"}),
        ("kommun=0186", set()),
        ("intresse=singing", {"Zahra"}),
        ("intresse=ball_games", {"Semere"}),
        ("dagar=late", {"Zahra"}),
        ("dagar=soon", set()),
        ("dagar=later", {"Semere"}),
        ("dagar=hittepå", {"Zahra", "Semere"}),
        ("kommun=9999&intresse=x&page=hej&sort=-nej", {"Zahra", "Semere"}),
        ("q=%00", {"Zahra", "Semere"}),
    ],
)
def test_the_filters_of_who_waits(here, coordinator, query, found):
    with here.scope:
        here.waiting("singing", days_ago=15, given_name="Zahra")
        here.waiting("football", days_ago=1, given_name="Semere")
    page = coordinator.get(f"/har/matchning/?{query}").content.decode()
    assert {name for name in ("Zahra", "Semere") if name in page} == found


def test_suggestions_say_why_and_why_not(here, coordinator):
    with here.scope:
        form = here.waiting("football", "singing", "chess", postcode="16956")
        here.activity("football", title="Passar", seats=4, first_on=clock.today() + timedelta(days=6))
        here.activity("football", title="Full", seats=1, seats_taken=1)
        here.activity("singing", title="Full kör", seats=1, seats_taken=1)
    page = coordinator.get(f"/har/matchning/{form.pk}/").content.decode()
    assert "Val 1: fotboll · " in page
    assert "4 platser · startar om 6 dagar" in page
    assert "fullt" in page
    assert "ingen aktivitet med plats i noden." in page
    assert "schack: ingen aktivitet i noden." in page
    assert page.index("Passar") < page.index("Full")


def test_a_missing_waiver_is_said_once_with_its_remedy(here, coordinator):
    with here.scope:
        form = here.waiting()
        form.participant.waivers.all().delete()
        here.activity()
    page = coordinator.get(f"/har/matchning/{form.pk}/").content.decode()
    assert "Först behöver det här ordnas" in page
    assert "Medgivande att lämna uppgifter" in page
    assert "Erbjud ändå" not in page
    assert "passar så snart" in page


def test_the_log_of_an_offer_and_its_answer(here, coordinator):
    with here.scope:
        form, activity = here.waiting(days_ago=1), here.activity()
    url = f"/har/erbjudanden/nytt/?anmalan={form.pk}&aktivitet={activity.pk}"
    assert coordinator.get(url).status_code == 200
    sent = {
        "form": form.pk,
        "activity": activity.pk,
        "channel": "phone",
        "given_on": clock.today(),
        "reply_by": clock.today(),
    }
    answer = coordinator.post(url, sent)
    with here.scope:
        offer = Offer.objects.get()
    assert (answer.status_code, answer.url) == (303, f"/har/erbjudanden/{offer.pk}/")
    assert coordinator.post(url, sent).url == answer.url
    page = coordinator.get(answer.url).content.decode()
    assert "Erbjudandet är sparat" in page
    assert activity.place in page
    assert "Björn Berg" in page
    assert coordinator.post(f"{answer.url}ja/").status_code == 303
    assert "Tackat ja" in coordinator.get(answer.url).content.decode()
    assert coordinator.post(f"{answer.url}angra/", {"reason": ""}).status_code == 422
    assert coordinator.post(f"{answer.url}angra/", {"reason": "fel knapp"}).status_code == 303
    page = coordinator.get(answer.url).content.decode()
    assert "fel knapp" in page
    assert here.coordinator.user.name in page
    assert coordinator.post(f"{answer.url}nej/", {"reason": "tiden", "wants_new_offer": "yes"}).status_code == 303
    assert coordinator.post(f"{answer.url}ja/").status_code == 409


def test_what_was_saved_is_undone_from_its_message(here, coordinator):
    with here.scope:
        form, activity = here.waiting(days_ago=1), here.activity()
    url = f"/har/erbjudanden/nytt/?anmalan={form.pk}&aktivitet={activity.pk}"
    sent = {
        "form": form.pk,
        "activity": activity.pk,
        "channel": "phone",
        "given_on": clock.today(),
        "reply_by": clock.today(),
    }

    def undo_offered(page, state):
        address = re.findall(r'action="([^"]+\?direkt)"', page)[-1]
        assert coordinator.post(address).status_code == 303
        with here.scope:
            found = Offer.objects.order_by("-pk").first()
            assert found.state == state
            return found

    page = coordinator.post(url, sent, follow=True).content.decode()
    undo_offered(page, "withdrawn")
    offer_url = coordinator.post(url, sent).url
    undo_offered(coordinator.post(f"{offer_url}ja/", follow=True).content.decode(), "given")
    answer = {"reason": "tiden", "wants_new_offer": "yes"}
    undo_offered(coordinator.post(f"{offer_url}nej/", answer, follow=True).content.decode(), "given")
    page = coordinator.get(offer_url).content.decode()
    assert "Ångrades direkt" in page


def test_more_time_on_the_page(here, coordinator):
    with here.scope:
        offer = offer_in(here)
    url = f"/har/erbjudanden/{offer.pk}/mer-tid/"
    page = coordinator.get(f"/har/erbjudanden/{offer.pk}/").content.decode()
    assert url in page
    assert "Går ut om 14 dagar om ingen svarar" in page
    for wrong in ("", "i går", "0001-01-01", "9999-12-31", str(clock.today())):
        assert coordinator.post(url, {"reply_by": wrong}).status_code == 422
    later = clock.today() + timedelta(days=15)  # a Saturday
    assert coordinator.post(url, {"reply_by": later}).status_code == 303
    page = coordinator.get(f"/har/erbjudanden/{offer.pk}/").content.decode()
    assert page.count("måndag 8 februari 2027") == 2  # said now, and in the history
    assert here.coordinator.user.name in page


def test_a_list_says_when_a_silent_offer_runs_out(here, coordinator, settings):
    with here.scope:
        offer_in(here)
    settings.CLOCK_DAYS_AHEAD += 10
    coordinator.force_login(here.coordinator.user)
    assert "går ut om 4 dagar om ingen svarar" in coordinator.get("/har/erbjudanden/").content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"channel": "duva"},
        {"given_on": "i går"},
        {"given_on": "9999-12-31"},
        {"given_on": "0001-01-01"},
        {"given_time": "25:99"},
        {"reply_by": ""},
        {"reply_by": "1900-01-01"},
        {"activity": "999999999999999999999999"},
        {"activity": "\x00"},
        {"form": "🙂"},
        {"form": "\u202eabc"},
    ],
)
def test_a_form_that_cannot_be_right_saves_nothing(here, coordinator, changes):
    with here.scope:
        form, activity = here.waiting(), here.activity()
    sent = {
        "form": form.pk,
        "activity": activity.pk,
        "channel": "phone",
        "given_on": clock.today(),
        "reply_by": clock.today(),
    }
    answer = coordinator.post("/har/erbjudanden/nytt/", sent | changes if changes else {})
    assert answer.status_code == 422
    with here.scope:
        assert not Offer.objects.exists()


@pytest.mark.parametrize("reason", ["", "x" * 201, "a\x00b", "\u202eabc" * 100])
def test_a_reason_that_cannot_be_right_changes_nothing(here, coordinator, reason):
    with here.scope:
        offer = offer_in(here)
    for what in ("ta-tillbaka", "nej"):
        sent = {"reason": reason, "wants_new_offer": "" if what == "nej" else "yes"}
        assert coordinator.post(f"/har/erbjudanden/{offer.pk}/{what}/", sent).status_code == 422
    with here.scope:
        assert Offer.objects.get().state == "given"


def test_a_rule_is_set_aside_knowingly(here, coordinator):
    with here.scope:
        form = here.waiting(days_ago=1, max_travel_minutes=1)
        activity = here.activity()
    url = f"/har/erbjudanden/nytt/?anmalan={form.pk}&aktivitet={activity.pk}"
    sent = {
        "form": form.pk,
        "activity": activity.pk,
        "channel": "phone",
        "given_on": clock.today(),
        "reply_by": clock.today(),
    }
    first = coordinator.post(url, sent)
    assert first.status_code == 422
    assert "längre än 1" in first.content.decode()
    assert "Erbjud ändå" in first.content.decode()
    assert coordinator.post(url, sent | {"anyway": "on"}).status_code == 303


def test_every_address_is_404_from_another_node_and_another_unit(here, client):
    there = place("dar")
    with here.scope:
        offer = offer_in(here, given_name="Hemlig")
        form = here.waiting(given_name="Hemlig")
    urls = [
        f"/har/matchning/{form.pk}/",
        f"/har/erbjudanden/{offer.pk}/",
        f"/har/erbjudanden/{offer.pk}/blad/",
        f"/har/erbjudanden/{offer.pk}/nej/",
        f"/har/erbjudanden/{offer.pk}/ta-tillbaka/",
        f"/har/erbjudanden/{offer.pk}/angra/",
        f"/har/erbjudanden/nytt/?anmalan={form.pk}",
        f"/har/deltagare/{form.participant_id}/",
    ]
    neighbour = member(Role.CASE_OFFICER, node=here.node, unit=ServiceUnitFactory(node=here.node))
    for user, prefix in ((there.coordinator.user, "/har/"), (there.coordinator.user, "/dar/"), (neighbour, "/har/")):
        client.force_login(user)
        for url in urls:
            assert client.get(url.replace("/har/", prefix)).status_code == 404, url
        assert client.post(f"{prefix}erbjudanden/{offer.pk}/ja/").status_code == 404
    client.force_login(neighbour)
    for url in ("/har/matchning/", "/har/erbjudanden/", "/har/erbjudanden/nytt/"):
        assert "Hemlig" not in client.get(url).content.decode()


def test_what_was_seen_is_written_down(here, coordinator):
    with here.scope:
        offer = offer_in(here)
        form = here.waiting()
    before = {form.participant_id: f"/har/matchning/{form.pk}/", offer.participant_id: f"/har/erbjudanden/{offer.pk}/"}
    for participant, url in before.items():
        coordinator.get(url)
        coordinator.get(f"/har/deltagare/{participant}/")
    coordinator.get("/har/matchning/")
    with here.scope:
        rows = set(ReadLog.objects.values_list("participant_id", "where", "why"))
    assert rows == {
        (form.participant_id, "matching:suggestions", "page"),
        (offer.participant_id, "matching:offer", "page"),
        (form.participant_id, "matching:participant", "page"),
        (offer.participant_id, "matching:participant", "page"),
        (form.participant_id, "matching:index", "list"),
    }


def test_a_protected_person_is_not_named_and_not_found(here, coordinator):
    hidden = {"given_name": "Hemlig", "protection": "marking", "protection_since": clock.today()}
    with here.scope:
        form = here.waiting("singing", days_ago=2, **hidden)
        offer = offer_in(here, **hidden)
    for url in ("/har/matchning/", "/har/erbjudanden/"):
        page = coordinator.get(url).content.decode()
        assert "Hemlig" not in page
        assert "Skyddade uppgifter" in page
        assert offer.activity.title not in page.split("<tbody")[1]
    for query in ("q=hem", "kommun=0184", "intresse=singing"):
        assert "Skyddade uppgifter" not in coordinator.get(f"/har/matchning/?{query}").content.decode()
    for url in (
        f"/har/matchning/{form.pk}/", f"/har/erbjudanden/{offer.pk}/", f"/har/erbjudanden/{offer.pk}/blad/",
        f"/har/deltagare/{form.participant_id}/", f"/har/erbjudanden/{offer.pk}/nej/",
        f"/har/erbjudanden/nytt/?anmalan={form.pk}",
    ):  # fmt: skip
        answer = coordinator.get(url)
        assert answer.status_code == 302, url
        assert answer.url.endswith("/oppna/")
    assert "Hemlig" not in coordinator.get("/har/erbjudanden/nytt/").content.decode()
    assert coordinator.post(f"/har/erbjudanden/{offer.pk}/ja/").url.endswith("/oppna/")
    with here.scope:
        assert Offer.objects.get().state == "given"
    coordinator.post(f"/har/deltagare/{form.participant_id}/oppna/", {"reason": "Ringer om erbjudandet"})
    assert "Hemlig" in coordinator.get(f"/har/matchning/{form.pk}/").content.decode()
    assert "Hemlig" not in coordinator.get("/har/matchning/").content.decode()


def test_the_offer_sheet_holds_four_facts_and_no_number(here, coordinator):
    with here.scope:
        offer = offer_in(here, identity_kind="personal", identity_number="199002282386", identity_index="x")
    page = coordinator.get(f"/har/erbjudanden/{offer.pk}/blad/").content.decode()
    for fact in (offer.activity.title, "18.00", offer.activity.place, offer.activity.contact_name):
        assert fact in page
    assert "199002282386" not in page
    assert "2386" not in page


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (["football"], "Val 1: fotboll"),
        (["singing"], "Val 2: sång och kör"),
        (["basketball"], "Nära val 1: fotboll"),
        (["cooking"], "Utanför önskemålen"),
    ],
)
def test_an_offer_says_which_choice_it_meets_and_how_nearly(here, coordinator, areas, words):
    with here.scope:
        form, activity = here.waiting("football", "singing"), here.activity(*areas)
        offer = offers.give(form=form, activity=activity, channel="phone", by=here.officer)
    url = f"/har/erbjudanden/{offer.pk}/"
    assert words in coordinator.get(url).content.decode()
    if offer.rank:
        with here.scope:
            form.choices.all().delete()
        assert f"Val {offer.rank}<" in coordinator.get(url).content.decode()


@pytest.mark.parametrize("left", [False, True])
def test_an_answer_of_who_has_left_has_no_button_to_undo_it(here, coordinator, left):
    with here.scope:
        offer = offer_in(here)
        offers.decline(offer=offer, by=here.officer, reason="nej", wants_new_offer=False)
        if left:
            withdraw_participant(participant=offer.participant, by=here.officer, reason="flyttar")
    assert ("Ångra svaret" in coordinator.get(f"/har/erbjudanden/{offer.pk}/").content.decode()) is not left
