"""The clock through its jobs: both sides of each limit, once each, whoever runs them and how often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matching import tasks
from matching.models import Offer
from matching.services import deadlines, offers
from nodes.models import OutboxMessage
from nodes.roles import Role
from nodes.tenancy import acting_everywhere
from participants.models import InterestForm
from tests.factories import ServiceUnitFactory, member
from tests.matching.conftest import place
from vida import calendar, clock
from vida.deadlines import LATE, LATER, SOON, deadline, with_days_left
from vida.templatetags.look import deadline_badge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]

ALL = (LATE, SOON, LATER)


def flags(form):
    form.refresh_from_db()
    return bool(form.approaching_flagged_at), bool(form.late_flagged_at)


@pytest.mark.parametrize(
    ("days_ago", "found"),
    [(9, (False, False)), (10, (True, False)), (14, (True, False)), (15, (True, True))],
)
def test_a_form_is_flagged_from_day_ten_and_past_its_day(here, days_ago, found):
    with here.scope:
        form = here.waiting(days_ago=days_ago)
        deadlines.flag_forms(on=clock.today())
        assert flags(form) == found


def test_each_flag_once_with_a_message_to_those_who_can_do_something(here):
    other_officer = member(Role.CASE_OFFICER, node=here.node, unit=ServiceUnitFactory(node=here.node))
    with here.scope:
        form = here.waiting(days_ago=10, given_name="Selam", family_name="Tesfay")
        assert deadlines.flag_forms(on=clock.today()) == 1
        messages = list(OutboxMessage.objects.order_by("to"))
        assert {message.to for message in messages} == {
            here.coordinator.user.email, here.officer.user.email, here.unit.contact_email,
        }  # fmt: skip
        assert other_officer.email not in {message.to for message in messages}
        for message in messages:
            assert f"/har/matchning/{form.pk}/" in message.body
            assert "4 dagar kvar" in message.body
            assert "Selam" not in message.subject + message.body
            assert "Tesfay" not in message.subject + message.body
            assert "otboll" not in message.subject + message.body
        assert deadlines.flag_forms(on=clock.today()) == 0
        assert OutboxMessage.objects.count() == len(messages)


def test_a_new_round_is_flagged_anew(here):
    with here.scope:
        form = here.waiting(days_ago=20)
        deadlines.flag_forms(on=clock.today())
        offer = offers.give(form=form, activity=here.activity(), channel="phone", by=here.officer)
        offers.decline(offer=offer, by=here.officer, reason="nej", wants_new_offer=True)
        assert flags(form) == (False, False)
        before = OutboxMessage.objects.count()
        assert deadlines.flag_forms(on=clock.today() + timedelta(days=10)) == 1
        assert flags(form) == (True, False)
        assert OutboxMessage.objects.count() == before + 3


def test_a_form_with_an_offer_is_left_alone(here):
    with here.scope:
        form = here.waiting(days_ago=12)
        offers.give(form=form, activity=here.activity(), channel="phone", by=here.officer)
        assert deadlines.flag_forms(on=clock.today()) == 0
        assert flags(form) == (False, False)


def test_small_batches_come_to_the_end(here):
    with here.scope:
        forms = [here.waiting(days_ago=days) for days in (10, 11, 15, 16, 17)]
        rounds = 0
        while deadlines.flag_forms(on=clock.today(), limit=1):
            rounds += 1
        assert rounds >= 3
        assert [flags(form) for form in forms] == [(True, False)] * 2 + [(True, True)] * 3


@pytest.mark.parametrize(
    ("after", "reminded", "state"),
    [(7, False, "given"), (8, True, "given"), (14, True, "given"), (15, True, "expired")],
)
def test_a_silent_offer_is_reminded_of_and_then_ends(here, after, reminded, state):
    with here.scope:
        offer = offers.give(form=here.waiting(), activity=here.activity(), channel="phone", by=here.officer)
        on = clock.today() + timedelta(days=after)
        deadlines.flag_offers(on=on)
        deadlines.flag_offers(on=on)
        offer.refresh_from_db()
        assert bool(offer.reply_flagged_at) == reminded
        assert offer.state == state
        assert OutboxMessage.objects.count() == 3 * reminded
        offer.form.refresh_from_db()
        assert offer.form.state == ("offered" if state == "given" else "waiting")


def test_the_tasks_twice_over_all_nodes_change_nothing_more(here):
    there = place("dar")
    for where in (here, there):
        with where.scope:
            where.waiting(days_ago=10)
            where.waiting(days_ago=15)
    assert tasks.flag_forms() == 4
    assert tasks.flag_forms() == 0
    assert tasks.flag_offers() == 0
    with acting_everywhere("test"):
        messages = OutboxMessage.objects.all()
        assert messages.count() == 12
        assert {message.node_id for message in messages if "/dar/" in message.body} == {there.node.pk}


def test_a_job_that_comes_late_still_flags_once(here):
    """Nobody ran the job for a week: the form is late, and nobody hears that it is approaching."""
    with here.scope:
        form = here.waiting(days_ago=21)
        assert deadlines.flag_forms(on=clock.today()) == 1
        assert flags(form) == (True, True)
        assert {message.subject for message in OutboxMessage.objects.all()} == {
            "En deltagare har väntat för länge på ett erbjudande"
        }


@pytest.mark.parametrize(
    ("asked", "due", "shown", "words"),
    [
        ("2026-11-22", "2026-12-06", "2026-12-07", "måndag 7 december 2026: 5 dagar kvar"),
        ("2026-12-10", "2026-12-24", "2026-12-28", "måndag 28 december 2026: 8 dagar kvar"),
        ("2026-12-11", "2026-12-25", "2026-12-28", "måndag 28 december 2026: 7 dagar kvar"),
        ("2026-03-20", "2026-04-03", "2026-04-07", "tisdag 7 april 2026: 8 dagar kvar"),
        ("2026-06-05", "2026-06-19", "2026-06-22", "måndag 22 juni 2026: 7 dagar kvar"),
        ("2026-03-07", "2026-03-21", "2026-03-23", "måndag 23 mars 2026: 6 dagar kvar"),
        ("2026-04-17", "2026-05-01", "2026-05-04", "måndag 4 maj 2026: 7 dagar kvar"),
        ("2026-12-07", "2026-12-21", "2026-12-21", "måndag 21 december 2026: 4 dagar kvar"),
    ],
)
def test_beat_mail_and_page_say_the_same_of_each_vector(here, asked, due, shown, words):
    """Warned of on day 10, named and counted to the working day, late when that is over: mail, badge and filter."""
    asked, due, shown = (date.fromisoformat(day) for day in (asked, due, shown))
    with here.scope:
        form = here.waiting()
        form.asked_on, form.due_on = asked, calendar.due_on(asked, 14)
        form.save()
        assert (form.due_on, calendar.shown_due(form.due_on)) == (due, shown)

        def stands(day):
            waiting = InterestForm.objects.waiting()
            return [when for when in ALL if waiting.filter(with_days_left(when, "due_on", day)).exists()]

        for day, flagged, found, tone in (
            (asked + timedelta(days=9), (False, False), [LATER], "neutral"),
            (asked + timedelta(days=10), (True, False), [SOON], "warning"),
            (shown, (True, False), [SOON], "warning"),
            (shown + timedelta(days=1), (True, True), [LATE], "danger"),
        ):
            deadlines.flag_forms(on=day)
            assert (flags(form), stands(day), deadline(form.due_on, day).tone) == (flagged, found, tone), day
        to = here.coordinator.user.email
        first, last = (OutboxMessage.objects.get(to=to, key__contains=f":{what}:") for what in ("approaching", "late"))
        assert words in first.body
        left = (shown - asked).days - 10
        assert f"{left} dagar kvar<" in deadline_badge(form.due_on, asked + timedelta(days=10))
        assert "1 dag försenat" in last.body


def test_offers_are_kept_apart_by_state(here):
    with here.scope:
        offer = offers.give(form=here.waiting(), activity=here.activity(), channel="phone", by=here.officer)
        offers.withdraw(offer=offer, by=here.officer, reason="fel")
        assert deadlines.flag_offers(on=clock.today() + timedelta(days=30)) == 0
        assert Offer.objects.get().state == "withdrawn"
