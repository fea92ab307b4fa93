"""An offer that waits for its answer holds a place, and many offers are given together or not at all (R115, R118)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from associations.models import ActivityEvent
from matching.models import Offer
from matching.services import offers
from nodes.actors import THE_SYSTEM
from participants.models import InterestForm
from participants.services.refusals import Refusal
from vida import clock
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_node(here):
    with here.scope:
        yield


def give(here, activity, **more):
    return offers.give(form=here.waiting(), activity=activity, channel="phone", by=here.officer, **more)


def held(activity):
    activity.refresh_from_db()
    return activity.seats_offered


def test_an_offer_holds_a_place_until_it_is_answered(here):
    activity = here.activity(seats=4)
    given = [give(here, activity) for _each in range(4)]
    assert held(activity) == 4
    offers.accept(offer=given[0], by=here.officer)
    offers.decline(offer=given[1], by=here.officer, reason="", wants_new_offer=True)
    offers.withdraw(offer=given[2], by=here.officer, reason="Fel person")
    offers.expire(offer=given[3])
    assert (held(activity), activity.seats_taken) == (0, 1)
    offers.undo(offer=Offer.objects.get(pk=given[0].pk), by=here.officer, reason="Fel knapp")
    assert (held(activity), activity.seats_taken) == (1, 0)


def test_the_same_answer_twice_releases_one_place(here):
    activity = here.activity(seats=2)
    first, _second = give(here, activity), give(here, activity)
    for _time in range(2):
        offers.accept(offer=first, by=here.officer)
    assert held(activity) == 1


@pytest.mark.parametrize(("seats", "possible"), [(2, True), (1, False)])
def test_a_held_place_is_offered_again_only_knowingly(here, seats, possible):
    activity = here.activity(seats=seats)
    give(here, activity)
    if possible:
        give(here, activity)
    else:
        with pytest.raises(Refusal):
            give(here, activity)
        give(here, activity, anyway=True)
    assert held(activity) == 2


def test_offers_write_no_history_of_the_activity(here):
    activity = here.activity()
    before = ActivityEvent.objects.count()
    give(here, activity)
    assert ActivityEvent.objects.count() == before


def give_all(here, chosen, **more):
    return offers.give_all(chosen=chosen, channel="meeting", by=here.coordinator, **more)


def test_many_offers_are_given_at_once(here):
    football, singing = here.activity(seats=2), here.activity("singing", seats=1)
    chosen = {
        here.waiting().pk: football.pk,
        here.waiting().pk: football.pk,
        here.waiting("football", "singing").pk: singing.pk,
    }
    given = give_all(here, chosen)
    assert {(one.form_id, one.activity_id, one.rank) for one in given} == {
        (form, activity, 2 if activity == singing.pk else 1) for form, activity in chosen.items()
    }
    assert {one.given_by for one in given} == {here.coordinator.user}
    assert set(InterestForm.objects.values_list("state", flat=True)) == {"offered"}
    assert (held(football), held(singing)) == (2, 1)


def test_the_number_of_statements_does_not_grow_with_the_people(here, django_assert_num_queries):
    activity, counts = here.activity(seats=10), []
    for people in (1, 3):
        chosen = {here.waiting().pk: activity.pk for _each in range(people)}
        with CaptureQueriesContext(connection) as queries:
            give_all(here, chosen)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_all_or_none(here):
    activity = here.activity(seats=2)
    fits, gone, late = here.waiting(), here.waiting(), here.waiting(days_ago=-1)
    give_to_gone = offers.give(form=gone, activity=here.activity(), channel="phone", by=here.officer)
    with pytest.raises(offers.NotAllGiven) as refusal:
        give_all(here, {fits.pk: activity.pk, gone.pk: activity.pk, late.pk: activity.pk, 0: activity.pk})
    assert refusal.value.why.keys() == {gone.pk, late.pk, 0}
    assert list(Offer.objects.all()) == [give_to_gone]
    assert held(activity) == 0


@pytest.mark.parametrize(("people", "possible"), [(2, True), (3, False)])
def test_never_more_than_there_are_places(here, people, possible):
    activity = here.activity(seats=3)
    give(here, activity)
    chosen = {here.waiting().pk: activity.pk for _each in range(people)}
    if possible:
        assert len(give_all(here, chosen)) == people
    else:
        with pytest.raises(offers.NotAllGiven) as refusal:
            give_all(here, chosen)
        assert refusal.value.why.keys() == chosen.keys()
        assert held(activity) == 1


def test_a_rule_that_a_person_could_set_aside_stops_the_many(here):
    far = here.activity(first_on=clock.today() + timedelta(days=91))
    form = here.waiting()
    with pytest.raises(offers.NotAllGiven) as refusal:
        give_all(here, {form.pk: far.pk})
    assert "startar om 91 dagar" in refusal.value.why[form.pk]


def test_a_role_that_may_not(here):
    with pytest.raises(NotAllowed):
        offers.give_all(chosen={here.waiting().pk: here.activity().pk}, channel="meeting", by=THE_SYSTEM)
