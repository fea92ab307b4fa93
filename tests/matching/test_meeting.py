"""The services of the matching meeting: each tap once, whatever the network does (R112, R118, R120)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from matching.models import MeetingTap, Offer
from matching.services import meeting as taps
from matching.services import offers
from participants.services import forms
from participants.services.refusals import Refusal
from placements.models import Placement
from tests.matching.meetings import guest_at, meeting_in
from vida import clock
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(here):
    """A guest who waits for football, and two activities."""
    with here.scope:
        form = here.waiting(days_ago=10)
        guest = guest_at(meeting_in(here), form, here)
        yield here, guest, form, [here.activity(title=f"Fotboll {n}") for n in range(4)]


def tap(what, guest, by, activity=None, **more):
    where = {"activity_id": activity.pk} if activity else {}
    return what(guest=guest, by=by, **{"key": uuid4(), **where, **more})


def no(guest, by, activity, **more):
    return tap(taps.no, guest, by, activity, **{"reason": "Tiden passar inte", "wants_new_offer": True, **more})


def test_an_offer_at_the_meeting_has_giver_channel_and_time(scene):
    here, guest, form, [activity, *_] = scene
    made = tap(taps.offer, guest, here.officer, activity).offer
    assert (made.channel, made.given_by, made.given_on) == ("matching_meeting", here.officer.user, clock.today())
    form.refresh_from_db()
    assert form.state == "offered"


def test_three_noes_and_a_yes(scene):
    here, guest, form, activities = scene
    for activity in activities[:3]:
        tap(taps.offer, guest, here.coordinator, activity)
        no(guest, here.coordinator, activity)
    tap(taps.offer, guest, here.coordinator, activities[3])
    tap(taps.yes, guest, here.coordinator, activities[3])
    form.refresh_from_db()
    assert (form.state, form.round) == ("matched", 4)
    assert list(Offer.objects.order_by("id").values_list("state", flat=True)) == ["declined"] * 3 + ["accepted"]
    assert set(Offer.objects.filter(state="declined").values_list("answer_reason", flat=True)) == {"Tiden passar inte"}
    assert MeetingTap.objects.count() == 8


def test_the_same_tap_sent_again_does_nothing_more(scene):
    here, guest, _form, [activity, other, *_] = scene
    key = uuid4()
    first = tap(taps.offer, guest, here.coordinator, activity, key=key)
    no(guest, here.coordinator, activity)
    assert tap(taps.offer, guest, here.coordinator, activity, key=key) == first, "it arrived, but the answer got lost"
    assert Offer.objects.count() == 1
    answer = uuid4()
    tap(taps.offer, guest, here.coordinator, other)
    for _again in range(3):
        tap(taps.yes, guest, here.coordinator, other, key=answer)
    assert Placement.objects.count() == 1
    other.refresh_from_db()
    assert other.seats_taken == 1


def test_a_key_is_one_tap_in_the_database_too(scene):
    here, guest, _form, [activity, *_] = scene
    made = tap(taps.offer, guest, here.coordinator, activity)
    again = MeetingTap.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert MeetingTap.objects.get() == made


def test_an_old_page_whose_key_was_used_for_something_else_is_refused(scene):
    here, guest, _form, [activity, *_] = scene
    key = tap(taps.offer, guest, here.coordinator, activity).key
    with pytest.raises(Refusal, match="gammal"):
        tap(taps.yes, guest, here.coordinator, activity, key=key)


def test_a_no_that_ends_it_closes_the_form(scene):
    here, guest, form, [activity, *_] = scene
    tap(taps.offer, guest, here.coordinator, activity)
    no(guest, here.coordinator, activity, wants_new_offer=False)
    form.refresh_from_db()
    assert (form.state, form.closed_reason) == ("closed", "Tiden passar inte")
    with pytest.raises(Refusal, match="väntar inte"):
        tap(taps.offer, guest, here.coordinator, activity)


def test_what_does_not_exist_is_refused_in_words(scene):
    here, guest, _form, [activity, *_] = scene
    for what in (taps.yes, taps.take_back):
        with pytest.raises(Refusal, match="finns inte längre"):
            tap(what, guest, here.coordinator, activity)
    with pytest.raises(Refusal, match="finns inget att ångra"):
        tap(taps.undo, guest, here.coordinator, undoes=uuid4())


def test_each_tap_can_be_undone_from_the_last_to_the_first(scene):
    here, guest, form, [activity, other, *_] = scene
    due_on = form.due_on
    made = [
        tap(taps.offer, guest, here.coordinator, activity),
        no(guest, here.coordinator, activity),
        tap(taps.offer, guest, here.coordinator, other),
        tap(taps.yes, guest, here.coordinator, other),
    ]
    states = []
    for each in reversed(made):
        key = uuid4()
        for _twice in range(2):
            tap(taps.undo, guest, here.coordinator, undoes=each.key, key=key)
        form.refresh_from_db()
        states.append((form.state, form.round))
    assert states == [("offered", 2), ("waiting", 2), ("offered", 1), ("waiting", 1)]
    assert form.due_on == due_on, "the clock is what it was"
    assert not Placement.objects.exclude(state="cancelled").exists()
    assert set(Offer.objects.values_list("answer_reason", flat=True)) == {"Fel knapp på mötet"}


def test_an_offer_taken_back_by_mistake_is_given_again(scene):
    here, guest, form, [activity, *_] = scene
    tap(taps.offer, guest, here.coordinator, activity)
    back = tap(taps.take_back, guest, here.coordinator, activity)
    form.refresh_from_db()
    assert form.state == "waiting"
    tap(taps.undo, guest, here.coordinator, undoes=back.key)
    assert Offer.objects.open().get().activity == activity


def test_nobody_undoes_a_tap_twice_or_somebody_elses(scene):
    here, guest, _form, [activity, *_] = scene
    made = tap(taps.offer, guest, here.coordinator, activity)
    with pytest.raises(Refusal):
        tap(taps.undo, guest, here.officer, undoes=made.key)
    tap(taps.undo, guest, here.coordinator, undoes=made.key)
    with pytest.raises(Refusal):
        tap(taps.undo, guest, here.coordinator, undoes=made.key)


def test_an_answered_offer_is_undone_from_its_answer(scene):
    here, guest, _form, [activity, *_] = scene
    made = tap(taps.offer, guest, here.coordinator, activity)
    tap(taps.yes, guest, here.coordinator, activity)
    with pytest.raises(NotAllowed):
        tap(taps.undo, guest, here.coordinator, undoes=made.key)


def test_nothing_is_undone_after_an_occasion(scene):
    here, guest, _form, [activity, *_] = scene
    tap(taps.offer, guest, here.coordinator, activity)
    answer = tap(taps.yes, guest, here.coordinator, activity)
    with here.scope:
        Offer.objects.update(answered_at=clock.now() - timedelta(days=3))
        type(activity).objects.filter(pk=activity.pk).update(first_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refusal, match="haft ett tillfälle"):
        tap(taps.undo, guest, here.coordinator, undoes=answer.key)


def test_a_refused_tap_leaves_nothing(scene):
    here, guest, _form, [activity, later, *_] = scene
    with here.scope:
        taken = here.activity(seats=1)
        other = here.waiting()
        offers.give(form=other, activity=taken, channel="phone", by=here.officer)
    with pytest.raises(Refusal, match="redan erbjuden"):
        tap(taps.offer, guest, here.coordinator, taken)
    assert not MeetingTap.objects.exists()
    tap(taps.offer, guest, here.coordinator, activity)
    with pytest.raises(NotAllowed):
        tap(taps.offer, guest, here.coordinator, later)


def test_a_form_closed_meanwhile_is_said(scene):
    here, guest, form, [activity, *_] = scene
    forms.close(form=form, by=here.officer, reason="Har flyttat")
    with pytest.raises(Refusal, match="väntar inte"):
        tap(taps.offer, guest, here.coordinator, activity)
