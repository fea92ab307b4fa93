"""The public form, as a person without an account meets it: saved, told what is lacking, sent and confirmed."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from limits import parse

from associations import rate_limits
from associations.models import Activity, ActivityRegistration
from associations.services.registrations import CONFIRM_FOR
from nodes.tenancy import acting_in, without_people
from tests.associations.conftest import link_in, mails
from tests.associations.forms import next_weekday
from vida import clock

pytestmark = pytest.mark.django_db
FORM = "/anmal-aktivitet/vast/"


@pytest.fixture(autouse=True)
def _here(inside):
    """The test looks into the node; each request enters it by itself."""


def send(client, typed, **changes):
    return client.post(FORM, {**typed, "action": "send", **changes})


def registered(client, typed):
    """Send the form and return the mail's link."""
    send(client, typed)
    return link_in(mails()[-1].body)


def test_the_form_opens_without_an_account(client):
    page = client.get(FORM)
    assert page.status_code == 200
    assert "Anmäl en aktivitet" in page.content.decode()
    assert client.get("/anmal-aktivitet/finns-inte/").status_code == 404


def test_each_mark_is_explained_with_a_picture_and_plain_words(client):
    page = client.post(FORM, {"action": "send", "promotes": ["health"]}).content.decode()
    choices = page.split("Vad främjar aktiviteten?", 1)[1].split("</fieldset>", 1)[0]
    for mark, picture, words in (
        ("language", "message", "man pratar svenska med varandra"),
        ("health", "heart", "man rör på sig"),
        ("network", "participants", "man lär känna nya människor"),
    ):
        choice = choices.split(f'value="{mark}"', 1)[1].split("</label>", 1)[0]
        assert f"#{picture}" in choice
        assert words in choice
        assert ("checked" in choice) == (mark == "health")


def test_sent_and_confirmed_becomes_a_submitted_activity(client, typed):
    assert send(client, typed).url == FORM + "skickad/"
    (mail,) = mails()
    assert mail.to == "bjorn@example.se"
    assert mail.subject == "Bekräfta anmälan: Fotboll för alla"
    assert "Solna Bollklubb har anmält aktiviteten Fotboll för alla" in mail.body
    assert not Activity.objects.exists()

    link = link_in(mail.body)
    page = client.get(link)  # a mail scanner does this too
    assert "Bekräfta anmälan" in page.content.decode()
    assert [client.head(each).status_code for each in (FORM, link, FORM + "skickad/")] == [200, 200, 200]
    assert not Activity.objects.exists()

    assert client.post(link, {"action": "confirm"}).status_code == 302
    (activity,) = Activity.objects.all()
    assert (activity.state, activity.title, activity.seats) == ("submitted", "Fotboll för alla", 10)
    assert activity.contact_phone == "+46701740605"
    assert activity.association is None
    assert (activity.association_name, activity.association_number) == ("Solna Bollklubb", "8020024280")
    assert activity.last_on == activity.first_on + timedelta(weeks=7)
    assert [each.area.code for each in activity.interests.all()] == ["football"]
    assert activity.promotes == ["language", "network"]
    assert (activity.languages, activity.language_names) == (["sv", "ar"], ["Svenska", "Arabiska"])
    assert activity.framework_version == "1"


def test_most_activities_need_no_language(client, typed):
    client.post(link_in_after(client, typed, languages=[]), {"action": "confirm"})
    assert Activity.objects.get().languages == []


def test_confirming_twice_is_no_error(client, typed):
    link = registered(client, typed)
    for _time in range(2):
        client.post(link, {"action": "confirm"})
        assert "Anmälan är bekräftad" in client.get(link).content.decode()
    assert Activity.objects.count() == 1


def test_the_link_holds_for_fourteen_days(client, typed, settings):
    link = registered(client, typed)
    row = ActivityRegistration.objects.get()
    row.confirm_until = clock.now() + timedelta(minutes=1)
    row.save()
    assert "Stämmer det här?" in client.get(link).content.decode()
    row.confirm_until = clock.now() - timedelta(minutes=1)
    row.save()
    assert client.get(link).status_code == 410
    assert client.post(link, {"action": "confirm"}).status_code == 410
    client.cookies.clear()
    assert client.post(link, {"action": "edit"}).status_code == 410
    assert 'value="edit"' not in client.get(link).content.decode()
    row.refresh_from_db()
    assert row.state == "sent"
    assert "anmalan-vast" not in client.cookies
    assert not Activity.objects.exists()
    assert client.post(link, {"action": "again"}).status_code == 200
    fresh = link_in(mails()[-1].body)
    assert fresh != link
    assert client.post(fresh, {"action": "confirm"}).status_code == 302
    assert timedelta(days=14) == CONFIRM_FOR


def test_only_hashes_of_the_secrets_are_kept(client, typed):
    link = registered(client, typed)
    row = ActivityRegistration.objects.get()
    secrets = [client.cookies["anmalan-vast"].value, link.rstrip("/").rsplit("/", 1)[1]]
    stored = json.dumps([row.secret_hash, row.confirm_hash, row.data])
    assert not any(secret in stored for secret in secrets)
    assert client.cookies["anmalan-vast"]["httponly"]
    assert client.cookies["anmalan-vast"]["path"] == FORM


def test_a_changed_form_needs_a_new_mail(client, typed):
    link = registered(client, typed)
    client.post(FORM, {**typed, "title": "Fotboll för fler", "action": "save"})
    assert client.get(link).status_code == 409
    assert client.post(link, {"action": "confirm"}).status_code == 409
    send(client, typed, title="Fotboll för fler")
    assert client.get(link).status_code == 404
    client.post(link_in(mails()[-1].body), {"action": "confirm"})
    assert Activity.objects.get().title == "Fotboll för fler"


def test_the_same_form_sent_twice_gives_one_mail_and_one_activity(client, typed):
    link = registered(client, typed)
    assert send(client, typed).status_code == 302
    assert len(mails()) == 1
    before = client.cookies["anmalan-vast"].value
    client.post(link, {"action": "confirm"})
    client.cookies["anmalan-vast"] = before  # a page still open in another window
    assert send(client, typed).status_code == 302
    assert (len(mails()), Activity.objects.count(), ActivityRegistration.objects.count()) == (1, 1, 1)


def test_a_draft_waits_on_the_device_and_behind_its_link(client, typed):
    page = client.post(FORM, {"title": "Kör", "minutes": "sextio", "action": "save"}).content.decode()
    assert "Sparat" in page
    assert 'value="Kör"' in client.get(FORM).content.decode()
    assert 'value="sextio"' in client.get(FORM).content.decode()
    link = FORM + "fortsatt/" + client.cookies["anmalan-vast"].value + "/"
    assert link in page
    client.cookies.clear()
    assert 'value="Kör"' not in client.get(FORM).content.decode()
    assert 'value="Kör"' in client.post(link, follow=True).content.decode()
    assert client.get(FORM + "fortsatt/fel/").status_code == 404
    assert client.post(FORM + "fortsatt/fel/").status_code == 404


def test_a_link_puts_nobody_into_a_draft_unasked(client, typed):
    """Else whoever sent it reads what is typed next."""
    client.post(FORM, {**typed, "title": "<b>Kör</b>" + "å" * 500, "action": "save"})
    secret = client.cookies["anmalan-vast"].value
    link = f"{FORM}fortsatt/{secret}/"
    row = ActivityRegistration.objects.get()
    victim = Client(enforce_csrf_checks=True)
    page = victim.get(link)
    words = page.content.decode()
    assert "Solna Bollklubb" in words
    assert "&lt;b&gt;Kör" in words
    assert "å" * 121 not in words
    assert date_format(clock.local(row.saved_at), "j F Y H.i") in words
    assert victim.head(link).status_code == 200
    assert victim.post(link).status_code == 403  # as from another site, which has not the page's token
    assert "anmalan-vast" not in victim.cookies
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', words)[1]
    assert victim.post(link, {"csrfmiddlewaretoken": token}).url == FORM
    assert victim.cookies["anmalan-vast"].value == secret


@pytest.mark.parametrize("data", [{}, {"association_name": [""], "title": ["\u202e"]}])
def test_a_draft_without_names_can_be_opened(client, data):
    client.post(FORM, {"title": "Kör", "action": "save"})
    ActivityRegistration.objects.update(data=data)
    link = f"{FORM}fortsatt/{client.cookies['anmalan-vast'].value}/"
    assert client.get(link).status_code == 200
    assert client.post(link, follow=True).status_code == 200


def test_saving_while_typing_says_what_is_lacking(client, typed):
    page = client.post(FORM + "spara/", {**typed, "occasions_planned": "4"}).content.decode()
    assert "Fyra tillfällen – VIDA kräver minst fem." in page
    assert "Sparat" in page
    assert ActivityRegistration.objects.get().data["occasions_planned"] == ["4"]
    page = client.post(FORM + "spara/", typed).content.decode()
    assert "VIDA kräver" not in page
    assert ActivityRegistration.objects.count() == 1


def test_what_was_sent_is_not_changed_by_a_late_save(client, typed):
    registered(client, typed)
    client.post(FORM + "spara/", {**typed, "title": "Sent"})
    assert ActivityRegistration.objects.get().state == "sent"


def test_without_javascript_the_page_says_what_is_lacking(client, typed):
    page = client.post(FORM, {**typed, "minutes": "59", "action": "save"})
    assert page.status_code == 200
    assert "59 minuter – VIDA kräver minst en timme." in page.content.decode()
    assert "error-summary" not in page.content.decode()


def test_the_honeypot_swallows_and_says_thanks(client, typed):
    assert send(client, typed, website="https://spam.example").url == FORM + "skickad/"
    client.post(FORM + "spara/", {**typed, "website": "x"})
    assert not ActivityRegistration.objects.exists()
    assert mails() == []


def test_areas_are_found_by_the_words_people_use(client):
    page = client.post(FORM + "intressen/", {"area_q": "fotbollsskola", "areas": ["chess"]}).content.decode()
    assert 'value="football"' in page
    assert 'value="chess" checked' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"association_name": ""}, "Skriv föreningens namn."),
        ({"association_number": "802002-4281"}, "Siffrorna stämmer inte med varandra."),
        ({"association_number": "19900228-9800"}, "Det ser ut som ett personnummer"),
        ({"association_number": ""}, "Skriv organisationsnumret, eller varför ni inte har något."),
        ({"contact_email": "inte en adress"}, "Skriv en e-postadress så här: namn@exempel.se."),
        ({"contact_email": ""}, "Dit skickar vi länken"),
        ({"contact_phone": "112"}, "Numret går inte att ringa."),
        ({"title": "a" * 121}, "Texten är för lång: högst 120 tecken, du har skrivit 121."),
        ({"title": "Hej\x00"}, "Texten har ett tecken som inte går att läsa."),
        ({"description": "\x1b[31m"}, "Texten har ett tecken som inte går att läsa."),
        ({"title": "\u202e\u200b"}, "Ge aktiviteten ett namn."),
        ({"areas": []}, "Välj minst ett intresseområde."),
        ({"areas": ["sport"]}, "Välj bland områdena i listan."),
        ({"areas": ["finns-inte"]}, "Välj bland områdena i listan."),
        ({"areas": ["football", "singing", "chess", "yoga", "dance", "running"]}, "Välj"),
        ({"weekday": "9"}, "Välj något i listan."),
        ({"weekday": "2"}, "men du har valt onsdag. Ändra det ena."),
        ({"starts_at": "kvart över"}, "Skriv tiden så här: 18.00."),
        ({"minutes": "många"}, "Skriv med siffror, utan decimaler."),
        ({"minutes": "99999999999999999999"}, "Skriv högst 600."),
        ({"minutes": "59"}, "59 minuter – VIDA kräver minst en timme."),
        ({"occasions_planned": "4"}, "Fyra tillfällen – VIDA kräver minst fem."),
        ({"occasions_planned": "-1"}, "Skriv minst 1."),
        ({"interval_days": "14"}, "VIDA kräver en gång i veckan."),
        ({"first_on": "2027-02-30"}, "Skriv datumet så här: 2027-01-31."),
        ({"first_on": "2020-01-07"}, "Första tillfället har redan varit."),
        ({"first_on": "9999-12-28"}, "Året kan inte stämma."),
        ({"first_on": "2099-12-29"}, "Kontrollera årtalet."),
        ({"municipality": "0180"}, "Välj något i listan."),
        ({"postcode": "1"}, "Ett postnummer har fem siffror."),
        ({"seats": "0"}, "Skriv minst 1."),
        ({"min_age": "40", "max_age": "30"}, "Högsta åldern kan inte vara lägre än lägsta åldern."),
        ({"can_continue": "no"}, "Deltagaren ska kunna fortsätta i föreningen efteråt"),
        ({"continuing": ""}, "Skriv hur man fortsätter och vad det kostar"),
        ({"languages": ["sv", "tlh"]}, "Välj bland språken i listan."),
        ({"promotes": []}, "Välj minst ett av språk, hälsa och nätverk."),
        ({"unbound": ""}, "Kryssa i att aktiviteten är religiöst och politiskt obunden."),
        ({"within_operation": ""}, "Kryssa i att aktiviteten ingår i er vanliga verksamhet."),
        ({"introduction": ""}, "Berätta hur ni tar emot en ny deltagare."),
        ({"compensation_amount": ""}, "Skriv hur många kronor per deltagare ni önskar."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(client, typed, changes, sentence):
    page = send(client, {**typed, "place": "Hallen vid Ån"}, **changes)
    assert page.status_code == 422
    words = page.content.decode()
    assert sentence in words
    assert "error-summary" in words
    assert 'value="Hallen vid Ån"' in words
    assert mails() == []
    kept = ActivityRegistration.objects.get().data
    for name, value in changes.items():
        if value == "19900228-9800":
            assert kept[name] == [""]  # on the page it stands, in the database it must not
        elif name != "areas" and isinstance(value, str):
            assert kept[name] == [value.replace("\x00", "\ufffd")]


def test_names_of_every_script_and_emoji_are_welcome(client, typed):
    title = "كرة القدم ⚽ för alla"
    link = link_in_after(client, typed, title=title)
    client.post(link, {"action": "confirm"})
    assert Activity.objects.get().title == title


def link_in_after(client, typed, **changes):
    send(client, typed, **changes)
    return link_in(mails()[-1].body)


def test_the_right_to_left_override_is_taken_out_of_a_name(client, typed):
    client.post(link_in_after(client, typed, title="Fot\u202eboll"), {"action": "confirm"})
    assert Activity.objects.get().title == "Fotboll"


def test_more_text_than_a_draft_holds_is_refused_and_still_on_the_page(client, typed):
    page = send(client, typed, description="å" * 100_001)
    assert page.status_code == 422
    assert "Texterna är för långa för att sparas." in page.content.decode()
    assert "å" * 100_001 in page.content.decode()
    assert not ActivityRegistration.objects.exists()


def test_a_form_that_no_longer_holds_cannot_be_confirmed(client, typed):
    link = registered(client, typed)
    row = ActivityRegistration.objects.get()
    row.data["first_on"] = [(next_weekday(1) - timedelta(weeks=8)).isoformat()]
    row.save()
    page = client.get(link)
    assert "Första tillfället har redan varit." in page.content.decode()
    assert client.post(link, {"action": "confirm"}).status_code == 422
    assert not Activity.objects.exists()
    client.cookies.clear()
    assert client.post(link, {"action": "edit"}, follow=True).status_code == 200
    send(client, typed)
    assert client.post(link_in(mails()[-1].body), {"action": "confirm"}).status_code == 302


def test_from_one_address_the_limit_lets_the_last_through_and_stops_the_next(client, typed):
    most = rate_limits.LIMITS["send"][0].amount
    for _time in range(most - 1):
        assert send(client, typed, title="").status_code == 422
    assert send(client, typed, title="").status_code == 422
    page = send(client, typed, place="Hallen vid Ån")
    assert page.status_code == 429
    assert "Vänta en stund och försök igen." in page.content.decode()
    assert 'value="Hallen vid Ån"' in page.content.decode()
    assert send_from("192.0.2.7", client, typed).status_code == 302


def test_who_has_sent_too_often_takes_no_turn_that_others_wait_for(client, typed, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "send", (parse("1/hour"), parse("600/hour")))
    turns = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            status = send(client, typed).status_code
        client.cookies.clear()
        turns.append((status, any("FOR NO KEY UPDATE" in each["sql"] for each in queries)))
    assert turns == [(302, True), (429, False)]


def send_from(address, client, typed):
    return client.post(FORM, {**typed, "action": "send"}, REMOTE_ADDR=address)


def test_the_address_is_counted_only_under_a_hash(client, typed):
    send_from("192.0.2.99", client, typed)
    keys = rate_limits._limiter().storage.storage.keys("*")
    assert keys
    assert not any(b"192.0.2.99" in key for key in keys)


def test_the_form_shows_nothing_of_another_node(client, typed, node):
    registered(client, typed)
    from tests.factories import NodeFactory  # noqa: PLC0415

    NodeFactory(slug="dar", municipalities=["0180"])
    secret = client.cookies["anmalan-vast"].value
    assert client.get(f"/anmal-aktivitet/dar/fortsatt/{secret}/").status_code == 404
    assert client.get(link_in(mails()[-1].body).replace("/vast/", "/dar/")).status_code == 404
    with acting_in(without_people(node.pk)):
        assert ActivityRegistration.objects.count() == 1
