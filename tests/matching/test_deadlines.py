"""The clock through its jobs: both sides of each limit, once each, whoever runs them and how often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matching import tasks
from matching.models import Offer
from matching.selectors.replies import expiry_words
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
    ("after", "messages", "state"),
    [(5, 0, "given"), (6, 1, "given"), (7, 1, "given"), (8, 4, "given"), (14, 4, "given"), (15, 4, "expired")],
)
def test_a_silent_offer_is_reminded_of_then_told_and_then_ends(here, after, messages, state):
    """The giver the day before, everybody when the day is over; on a Friday a week is a Friday again."""
    with here.scope:
        offer = offers.give(form=here.waiting(), activity=here.activity(), channel="phone", by=here.officer)
        for day in range(after + 1):
            deadlines.flag_offers(on=clock.today() + timedelta(days=day))
            deadlines.flag_offers(on=clock.today() + timedelta(days=day))
        offer.refresh_from_db()
        assert (bool(offer.reply_reminded_at), bool(offer.reply_flagged_at)) == (messages >= 1, messages >= 4)
        assert offer.state == state
        assert OutboxMessage.objects.count() == messages
        offer.form.refresh_from_db()
        assert offer.form.state == ("offered" if state == "given" else "waiting")


def test_the_reminder_goes_to_the_giver_and_names_nobody(here):
    with here.scope:
        form = here.waiting(given_name="Selam", family_name="Tesfay")
        offer = offers.give(form=form, activity=here.activity(), channel="phone", by=here.officer)
        deadlines.flag_offers(on=clock.today() + timedelta(days=6))
        message = OutboxMessage.objects.get()
        assert message.to == here.officer.user.email
        assert f"/har/erbjudanden/{offer.pk}/" in message.body
        assert "1 dag kvar" in message.body
        assert "Selam" not in message.body
        assert offer.activity.title not in message.body


def test_where_the_giver_has_left_the_coordinators_are_reminded(here):
    with here.scope:
        offers.give(form=here.waiting(), activity=here.activity(), channel="phone", by=here.officer)
        here.officer.user.memberships.update(ended_at=clock.now())
        deadlines.flag_offers(on=clock.today() + timedelta(days=6))
        assert OutboxMessage.objects.get().to == here.coordinator.user.email


@pytest.mark.parametrize(("reply_in", "reminded"), [(0, False), (1, False), (2, True)])
def test_no_reminder_on_the_very_day_of_the_offer(here, reply_in, reminded):
    """Given today: reminded of from tomorrow, while its day has not come and gone."""
    with here.scope:
        today = clock.today() - timedelta(days=4)  # a Monday
        offer = offers.give(
            form=here.waiting(days_ago=5), activity=here.activity(), channel="phone", by=here.officer,
            given_at=clock.now() - timedelta(days=4), reply_by=today + timedelta(days=reply_in),
        )  # fmt: skip
        deadlines.flag_offers(on=today)
        offer.refresh_from_db()
        assert offer.reply_reminded_at is None
        deadlines.flag_offers(on=today + timedelta(days=1))
        offer.refresh_from_db()
        assert bool(offer.reply_reminded_at) == (reply_in > 0)
        assert bool(offer.reply_flagged_at) == (reply_in == 0)


@pytest.mark.parametrize(
    ("on", "words", "state"),
    [
        ("2026-12-22", "går ut om 6 dagar om ingen svarar", "given"),
        ("2026-12-27", "går ut om 1 dag om ingen svarar", "given"),
        ("2026-12-28", "går ut i kväll om ingen svarar", "given"),
        ("2026-12-29", "svarstiden har gått ut", "expired"),
    ],
)
def test_an_offer_never_runs_out_on_a_holiday(here, on, words, state):
    """A week after 17 December is julafton: the page, the beat job and a late yes all say Monday the 28th."""
    on = date.fromisoformat(on)
    with here.scope:
        offer = offers.give(form=here.waiting(), activity=here.activity(), channel="phone", by=here.officer)
        offer.reply_by = date(2026, 12, 17)
        offer.save()
        assert expiry_words(offer, on) == words
        deadlines.flag_offers(on=on)
        offer.refresh_from_db()
        assert offer.state == state


def test_more_time_is_reminded_of_anew(here):
    with here.scope:
        offer = offers.give(form=here.waiting(), activity=here.activity(), channel="phone", by=here.officer)
        day = clock.today() + timedelta(days=10)  # a Monday, after the first day to reply by
        deadlines.flag_offers(on=day)
        assert OutboxMessage.objects.count() == 3
        offer = offers.give_more_time(offer=offer, reply_by=day + timedelta(days=7), by=here.officer)
        assert (offer.reply_reminded_at, offer.reply_flagged_at) == (None, None)
        assert deadlines.flag_offers(on=day) == 0
        assert deadlines.flag_offers(on=day + timedelta(days=6)) == 1
        assert deadlines.flag_offers(on=day + timedelta(days=8)) == 1
        assert OutboxMessage.objects.count() == 7


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
