"""The call list: each row saved by itself, what fails keeps what was typed, and a mistake is put right in its place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.models import Offer
from matching.services import offers
from matching.views import calls
from nodes.models import ReadLog
from nodes.roles import Role
from tests.factories import ServiceUnitFactory, member
from tests.matching.conftest import place
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]
URL = "/har/erbjudanden/ringlista/"


@pytest.fixture
def coordinator(client, here):
    client.force_login(here.coordinator.user)
    return client


def offer_in(where, activity=None, by=None, **person):
    return offers.give(
        form=where.waiting(days_ago=2, **person),
        activity=activity or where.activity(),
        channel="phone",
        by=by or where.officer,
        given_at=clock.now() - timedelta(days=1),
    )


def sent(*rows, **more):
    """The page as it is sent: `rows` are pairs of an offer and its answer (with a reason)."""
    data = {"channel": "phone", "day": clock.today(), "rad": [offer.pk for offer, *_rest in rows]}
    for offer, answer, *reason in rows:
        data |= {f"o{offer.pk}-answer": answer, f"o{offer.pk}-reason": reason[0] if reason else ""}
    return data | more


def states(*found):
    return [(offer.state, offer.form.state) for offer in (Offer.objects.get(pk=each.pk) for each in found)]


def test_an_afternoons_answers_are_saved_row_by_row(here, coordinator):
    with here.scope:
        yes, again, no, silent = (offer_in(here) for _each in range(4))
    answer = coordinator.post(
        URL, sent((yes, "yes"), (again, "again", "tiden passar inte"), (no, "no", "flyttar"), (silent, "-"))
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3 svar är sparade." in page
    assert page.count("Sparat kl. ") == page.count('name="angra"') == 3
    with here.scope:
        assert states(yes, again, no, silent) == [
            ("accepted", "matched"), ("declined", "waiting"), ("declined", "closed"), ("given", "offered"),
        ]  # fmt: skip
        found = Offer.objects.get(pk=again.pk)
        assert (found.answer_reason, found.answered_by, found.answer_channel) == (
            "tiden passar inte", here.coordinator.user, "phone",
        )  # fmt: skip


def test_a_row_that_fails_keeps_what_was_typed_and_does_not_hold_up_the_others(here, coordinator):
    with here.scope:
        activity = here.activity(seats=1)
        first = offer_in(here, activity)
        second = offers.give(
            form=here.waiting(days_ago=2), activity=activity, channel="phone", by=here.officer, anyway=True,
            given_at=clock.now() - timedelta(days=1),
        )  # fmt: skip
        third, wrong = offer_in(here), offer_in(here)
    rows = [(first, "yes"), (second, "yes", "gärna"), (third, "again", "långt"), (wrong, "no", "x" * 201)]
    answer = coordinator.post(URL, sent(*rows))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 svar är sparade." in page
    assert "Aktiviteten är full" in page
    assert 'value="gärna"' in page
    assert "x" * 201 in page
    with here.scope:
        assert [state for state, _form in states(first, second, third, wrong)] == [
            "accepted", "given", "declined", "given",
        ]  # fmt: skip
    coordinator.post(URL, sent(*rows[:3], (wrong, "no", "kort")))
    with here.scope:
        assert states(wrong) == [("declined", "closed")]
        assert Offer.objects.get(pk=first.pk).answered_at < clock.now()


def test_sending_the_same_page_twice_changes_nothing_more(here, coordinator):
    with here.scope:
        offer = offer_in(here)
    data = sent((offer, "yes"))
    coordinator.post(URL, data)
    with here.scope:
        before = Offer.objects.get().answered_at
    assert coordinator.post(URL, data).status_code == 200
    with here.scope:
        assert Offer.objects.get().answered_at == before


def test_one_row_alone_is_saved_and_the_others_keep_what_was_typed(here, coordinator):
    with here.scope:
        mine, other = offer_in(here), offer_in(here)
    answer = coordinator.post(URL, sent((mine, "yes"), (other, "again", "inte än"), bara=mine.pk))
    assert 'value="inte än"' in answer.content.decode()
    with here.scope:
        assert [state for state, _form in states(mine, other)] == ["accepted", "given"]


def test_a_mistake_is_put_right_in_its_place_and_nothing_typed_is_lost(here, coordinator):
    with here.scope:
        offer, other = offer_in(here), offer_in(here)
    coordinator.post(URL, sent((offer, "yes")))
    page = coordinator.post(URL, sent((offer, "-"), (other, "no", "halvskrivet"), angra=offer.pk)).content.decode()
    assert 'value="halvskrivet"' in page
    assert f'name="o{offer.pk}-answer"' in page
    with here.scope:
        assert [state for state, _form in states(offer, other)] == ["given", "given"]


def test_what_can_no_longer_be_undone_says_why(here, coordinator):
    with here.scope:
        offer = offer_in(here)
        offers.accept(offer=offer, by=here.coordinator, answered_at=clock.now() - timedelta(hours=2))
        begins = clock.now() - timedelta(hours=1)
        offer.activity.occasions.create(node=here.node, number=1, starts_at=begins, ends_at=clock.now())
    answer = coordinator.post(URL, sent((offer, "-"), angra=offer.pk))
    assert answer.status_code == 422
    assert "har haft ett tillfälle sedan svaret" in answer.content.decode()


def test_a_colleague_who_was_quicker_is_told_of(here, coordinator):
    with here.scope:
        offer = offer_in(here)
        offers.decline(offer=offer, by=here.officer, reason="nej", wants_new_offer=False)
    answer = coordinator.post(URL, sent((offer, "yes")))
    assert answer.status_code == 422
    assert "går inte att göra" in answer.content.decode()
    with here.scope:
        assert states(offer) == [("declined", "closed")]


@pytest.mark.parametrize(
    ("common", "words"),
    [
        ({"day": ""}, "måste fyllas i"),
        ({"day": "9999-12-31"}, "framåt i tiden"),
        ({"day": "i går"}, "giltigt datum"),
        ({"time": "25:99"}, "giltig"),
        ({"channel": "duva"}, "giltigt"),
    ],
)
def test_what_is_common_is_wrong_once_and_then_nothing_is_saved(here, coordinator, common, words):
    with here.scope:
        offer = offer_in(here)
    answer = coordinator.post(URL, sent((offer, "again", "kvar"), **common))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="kvar"' in page
    with here.scope:
        assert states(offer) == [("given", "offered")]


@pytest.mark.parametrize(("minutes", "saved"), [(59, True), (1441, False)])
def test_the_moment_is_between_the_offer_and_now(here, coordinator, minutes, saved):
    """Offered a day ago."""
    with here.scope:
        offer = offer_in(here)
    said = clock.local(clock.now() - timedelta(minutes=minutes))
    answer = coordinator.post(URL, sent((offer, "yes"), day=said.date(), time=f"{said:%H:%M}"))
    assert answer.status_code == (200 if saved else 422)
    with here.scope:
        found = Offer.objects.get()
        assert (found.state == "accepted") is saved
        if saved:
            assert clock.local(found.answered_at).strftime("%H:%M") == f"{said:%H:%M}"


@pytest.mark.parametrize(
    "odd", [{"rad": ["x", "\x00", "9" * 30]}, {"rad": []}, {"bara": "🙂"}, {"angra": "999999999"}, {}]
)
def test_odd_input_is_no_error(here, coordinator, odd):
    with here.scope:
        offer = offer_in(here)
    answer = coordinator.post(URL, sent((offer, "hittepå")) | odd)
    assert answer.status_code in (200, 422)
    with here.scope:
        assert states(offer) == [("given", "offered")]


def test_the_list_asks_as_much_for_three_rows_as_for_one(here, coordinator):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert coordinator.get(URL).status_code == 200
        return len(found)

    with here.scope:
        offer_in(here)
    coordinator.get(URL)
    one = queries()
    with here.scope:
        offer_in(here)
        offer_in(here)
    assert queries() == one


@pytest.mark.parametrize(("number", "pages"), [(2, 1), (3, 2)])
def test_a_long_list_has_pages_and_mine_are_mine(here, coordinator, monkeypatch, number, pages):
    monkeypatch.setattr(calls, "PER_PAGE", 2)
    with here.scope:
        for index in range(number):
            offer_in(here, given_name=f"Person{index}x", by=here.coordinator if index else None)
    page = coordinator.get(URL).content.decode()
    assert page.count('name="rad"') == 2
    assert ('rel="next"' in page) is (pages > 1)
    mine = coordinator.get(f"{URL}?mina").content.decode()
    assert mine.count('name="rad"') == number - 1
    assert "Person0x" not in mine
    assert coordinator.get(f"{URL}?page=hej").status_code == 200


def test_those_with_protected_data_are_counted_and_not_named(here, coordinator):
    with here.scope:
        hidden = offer_in(here, given_name="Hemlig", protection="marking", protection_since=clock.today())
        offer_in(here, given_name="Öppen")
    page = coordinator.get(URL).content.decode()
    assert "Hemlig" not in page
    assert "1 erbjudande till någon med skyddade uppgifter" in page
    answer = coordinator.post(URL, sent((hidden, "yes")))
    assert "Hemlig" not in answer.content.decode()
    with here.scope:
        assert states(hidden) == [("given", "offered")]


def test_another_unit_and_another_node_save_nothing_and_see_nobody(here, client):
    there = place("dar")
    with here.scope:
        offer = offer_in(here, given_name="Hemlig")
    neighbour = member(Role.CASE_OFFICER, node=here.node, unit=ServiceUnitFactory(node=here.node))
    for user, url in ((neighbour, URL), (there.coordinator.user, URL.replace("har", "dar"))):
        client.force_login(user)
        assert "Hemlig" not in client.get(url).content.decode()
        assert "Hemlig" not in client.post(url, sent((offer, "yes"))).content.decode()
    with here.scope:
        assert states(offer) == [("given", "offered")]


def test_whom_the_list_showed_is_written_down(here, coordinator):
    with here.scope:
        offer = offer_in(here)
    coordinator.get(URL)
    with here.scope:
        row = ReadLog.objects.get()
        assert (row.participant_id, row.where, row.why) == (offer.participant_id, "matching:calls", "list")


def test_an_empty_list_says_what_to_do(here, coordinator):
    page = coordinator.get(URL).content.decode()
    assert "Ingen att ringa just nu" in page
    assert "/har/matchning/" in page
