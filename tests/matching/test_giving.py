"""Offers to many at once: chosen in the list of who waits, each row with its own activity and its own result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.models import Offer
from matching.services import offers
from matching.views import giving
from nodes.models import ReadLog
from nodes.roles import Role
from tests.factories import ServiceUnitFactory, member
from tests.matching.conftest import place
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]
URL = "/har/erbjudanden/logga-flera/"


@pytest.fixture
def coordinator(client, here):
    client.force_login(here.coordinator.user)
    return client


def sent(*rows, **more):
    """The page as it is sent: `rows` are pairs of a form and the activity ticked for it, or None."""
    data = {
        "channel": "meeting",
        "day": clock.today(),
        "reply_by": clock.today() + timedelta(days=7),
        "rad": [form.pk for form, _activity in rows],
    }
    for form, activity in rows:
        if activity:
            data |= {f"f{form.pk}-offered": "on", f"f{form.pk}-activity": activity.pk}
    return data | more


def given():
    return {(offer.form_id, offer.activity_id, offer.state) for offer in Offer.objects.all()}


def test_what_must_be_put_right_first_is_said_as_in_the_list(here, coordinator):
    with here.scope:
        here.waiting("football").participant.waivers.all().delete()
        here.waiting("chess")
        here.activity("football")
    page = coordinator.get(URL).content.decode()
    assert page.count("Medgivande att lämna uppgifter till föreningen saknas.") == 1
    assert page.count("Inget passar just nu") == 1  # the other one's


def test_from_the_list_to_offers_each_with_its_own_activity(here, coordinator):
    with here.scope:
        singer, player, nobody = here.waiting("singing"), here.waiting("football"), here.waiting("chess")
        choir, team = here.activity("singing", title="Kör"), here.activity("football", title="Lag")
    page = coordinator.get("/har/matchning/").content.decode()
    boxes = [form for form in (singer, player, nobody) if f'name="anmalan" value="{form.pk}"' in page]
    assert boxes == [singer, player]
    page = coordinator.get(URL, {"anmalan": [singer.pk, player.pk]}).content.decode()
    assert page.count(" checked") == 2
    assert f'value="{choir.pk}"' in page
    answer = coordinator.post(URL, sent((singer, choir), (player, team)))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "2 erbjudanden är sparade." in page
    assert page.count("Sparat kl. ") == page.count('name="angra"') == 2
    with here.scope:
        assert given() == {(singer.pk, choir.pk, "given"), (player.pk, team.pk, "given")}
        offer = Offer.objects.first()
        assert (offer.channel, offer.reply_by) == ("meeting", clock.today() + timedelta(days=7))


def test_a_row_that_fails_says_why_and_the_others_are_saved(here, coordinator):
    with here.scope:
        first, second, third = (here.waiting() for _each in range(3))
        last_seat, other = here.activity(seats=1), here.activity()
    answer = coordinator.post(URL, sent((first, last_seat), (second, last_seat), (third, other)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 erbjudanden är sparade." in page
    assert "redan erbjuden" in page
    assert f'<option value="{last_seat.pk}" selected>' in page
    with here.scope:
        assert given() == {(first.pk, last_seat.pk, "given"), (third.pk, other.pk, "given")}


def test_what_is_not_ticked_is_not_offered(here, coordinator):
    with here.scope:
        form, activity = here.waiting(), here.activity()
    data = sent((form, None)) | {f"f{form.pk}-activity": activity.pk}
    assert "Ingen rad var ikryssad" in coordinator.post(URL, data).content.decode()
    with here.scope:
        assert not Offer.objects.exists()


def test_one_is_taken_back_in_its_place(here, coordinator):
    with here.scope:
        form, other, activity = here.waiting(), here.waiting(), here.activity()
    coordinator.post(URL, sent((form, activity)))
    with here.scope:
        offer = Offer.objects.get()
    page = coordinator.post(URL, sent((form, None), (other, activity), angra=offer.pk)).content.decode()
    assert f'name="f{form.pk}-offered"' in page
    assert page.count(" checked") == 1, "what was ticked for somebody else still is"
    with here.scope:
        offer.refresh_from_db()
        assert (offer.state, offer.answer_reason) == ("withdrawn", "Ångrades direkt, det var ett misstag.")
        assert Offer.objects.count() == 1


def test_sending_twice_gives_once(here, coordinator):
    with here.scope:
        form, activity = here.waiting(), here.activity()
    data = sent((form, activity))
    assert [coordinator.post(URL, data).status_code for _each in range(2)] == [200, 200]
    with here.scope:
        assert Offer.objects.count() == 1


def test_a_colleague_who_was_quicker_is_told_of(here, coordinator):
    with here.scope:
        form, activity = here.waiting(), here.activity()
        offers.give(form=form, activity=here.activity(title="Annat"), channel="phone", by=here.officer)
    answer = coordinator.post(URL, sent((form, activity)))
    assert answer.status_code == 422
    assert "Annat" in answer.content.decode()
    with here.scope:
        assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    "common",
    [
        {"day": ""},
        {"day": "9999-12-31"},
        {"reply_by": ""},
        {"reply_by": "2001-01-01"},
        {"channel": "duva"},
        {"time": "kl"},
    ],
)
def test_what_is_common_is_wrong_once_and_then_nothing_is_saved(here, coordinator, common):
    with here.scope:
        form, activity = here.waiting(), here.activity()
    answer = coordinator.post(URL, sent((form, activity), **common))
    assert answer.status_code == 422
    assert " checked" in answer.content.decode()
    with here.scope:
        assert not Offer.objects.exists()


@pytest.mark.parametrize("activity", ["", "x", "\x00", "9" * 30, "999999999"])
def test_an_activity_that_is_not_there_is_no_error_of_the_page(here, coordinator, activity):
    with here.scope:
        form = here.waiting()
        here.activity()
    data = sent((form, None)) | {f"f{form.pk}-offered": "on", f"f{form.pk}-activity": activity}
    assert coordinator.post(URL, data).status_code == 422
    with here.scope:
        assert not Offer.objects.exists()


def test_the_page_asks_as_much_for_three_rows_as_for_one(here, coordinator):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert coordinator.get(URL).status_code == 200
        return len(found)

    with here.scope:
        here.waiting("football")
        here.activity("football")
    coordinator.get(URL)
    one = queries()
    with here.scope:
        here.waiting("football", "singing")
        here.waiting("singing")
        here.activity("singing")
    assert queries() == one


@pytest.mark.parametrize("number", [2, 3])
def test_no_more_than_a_page_at_a_time(here, coordinator, monkeypatch, number):
    monkeypatch.setattr(giving, "PER_PAGE", 2)
    with here.scope:
        forms = [here.waiting() for _each in range(number)]
        activity = here.activity(seats=5)
    chosen = {"anmalan": [form.pk for form in forms]}
    assert coordinator.get(URL, chosen).content.decode().count('name="rad"') == 2
    coordinator.post(URL, sent(*((form, activity) for form in forms)))
    with here.scope:
        assert Offer.objects.count() == 2


def test_nobody_with_protected_data_of_another_unit_or_node(here, client):
    there = place("dar")
    with here.scope:
        form, activity = here.waiting(given_name="Hemlig"), here.activity()
        hidden = here.waiting(given_name="Skyddad", protection="marking", protection_since=clock.today())
    neighbour = member(Role.CASE_OFFICER, node=here.node, unit=ServiceUnitFactory(node=here.node))
    for user, url in (
        (neighbour, URL), (there.coordinator.user, URL.replace("har", "dar")), (here.coordinator.user, URL),
    ):  # fmt: skip
        client.force_login(user)
        page = client.get(url, {"anmalan": [form.pk, hidden.pk]}).content.decode()
        assert ("Hemlig" in page) is (user == here.coordinator.user)
        assert "Skyddad" not in page
        if user != here.coordinator.user:
            client.post(url, sent((form, activity)))
        client.post(url, sent((hidden, activity)))
    with here.scope:
        assert not Offer.objects.exists()
        assert set(ReadLog.objects.values_list("participant_id", "where")) == {
            (form.participant_id, "matching:give_many")
        }


def test_who_begins_before_the_common_day_is_to_answer_before_that(here, coordinator):
    with here.scope:
        forms = here.waiting(), here.waiting()
        soon, later = (here.activity(first_on=clock.today() + timedelta(days=days)) for days in (4, 20))
    page = coordinator.post(URL, sent(*zip(forms, (soon, later), strict=True))).content.decode()
    assert "Den vars aktivitet börjar tidigare ska svara innan den börjar." in page
    with here.scope:
        found = dict(Offer.objects.values_list("activity", "reply_by"))
    assert found == {soon.pk: clock.today() + timedelta(days=4), later.pk: clock.today() + timedelta(days=7)}
