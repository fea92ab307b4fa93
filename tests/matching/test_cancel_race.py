"""Somebody acts on an activity while it is cancelled, or two leave at once: nothing stays open, nobody is locked out.

Two real connections. One holds its transaction open while the other comes to a row that it has locked.
"""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from associations.models import Activity
from matching import tasks
from matching.models import Offer
from matching.services import offers, rounds
from matching.services.activities import answer_after, cancel_activity
from matching.services.offers.rows import lock
from matching.services.rounds import solve_round
from placements.models import Placement
from tests.atonce import begun, until_so_many_wait
from tests.factories import InterestFormFactory
from vida import clock

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "Hallen är stängd."


def give(here, activity, form=None):
    return offers.give(form=form or here.waiting(), activity=activity, channel="phone", by=here.officer)


def typed(form, activity):
    """What the page of a new offer sends."""
    return {"form": form.pk, "activity": activity.pk, "channel": "phone", "given_on": f"{form.asked_on}",
            "reply_by": f"{form.due_on}", "anyway": "", "aside_reason": ""}  # fmt: skip


def round_of(here):
    made = rounds.ask(node=here.node, by=here.coordinator)
    solve_round(pk=made.pk)
    return made


def cancelling(here, activity):
    return begun(here.coordinator.user, f"/har/aktiviteter/{activity.pk}/stall-in/", {"reason": WHY})


def nothing_open(here, activity):
    with here.scope:
        activity.refresh_from_db()
        assert (activity.state, activity.seats_taken, activity.seats_offered) == ("cancelled", 0, 0)
        assert not activity.offers.filter(state="given").exists()


def test_an_offer_comes_while_the_activity_is_cancelled(here):
    """The cancelling came first: there is nothing left to offer."""
    with here.scope:
        activity, form = here.activity(), here.waiting()
    with here.scope:
        cancel_activity(activity=activity, by=here.coordinator, reason=WHY)
        giving, said = begun(here.officer.user, "/har/erbjudanden/nytt/", typed(form, activity))
        until_so_many_wait(1)
    giving.join()
    assert (said[0].status_code, "kan inte erbjudas nu" in said[0].content.decode()) == (422, True)
    nothing_open(here, activity)


def test_an_activity_is_cancelled_while_it_is_offered(here):
    """The offer came first, and the cancelling had looked for offers before it stood: it is taken back all the same."""
    with here.scope:
        activity, form = here.activity(), here.waiting()
    with here.scope:
        given = give(here, activity, form)
        cancel, cancelled = cancelling(here, activity)
        until_so_many_wait(1)
    cancel.join()
    assert cancelled[0].status_code == 303
    nothing_open(here, activity)
    with here.scope:
        given.form.refresh_from_db()
        assert given.form.state == "waiting"


def test_a_round_is_confirmed_while_an_activity_is_cancelled(here):
    with here.scope:
        activity, _forms = here.activity(), (here.waiting(), here.waiting())
        made = round_of(here)
    url, sent = f"/har/matchning/omgangar/{made.pk}/erbjud/", {"channel": "phone", "reply_by": f"{clock.today()}"}
    with here.scope:
        cancel_activity(activity=activity, by=here.coordinator, reason=WHY)
        confirm, said = begun(here.coordinator.user, url, sent)
        until_so_many_wait(1)
    confirm.join()
    assert said[0].status_code == 409
    nothing_open(here, activity)


def test_an_activity_is_cancelled_while_a_round_is_confirmed(here):
    with here.scope:
        activity, _forms = here.activity(), (here.waiting(), here.waiting())
        made = round_of(here)
    with here.scope:
        assert len(rounds.confirm(matching_round=made, channel="phone", by=here.coordinator)) == 2
        cancel, cancelled = cancelling(here, activity)
        until_so_many_wait(1)
    cancel.join()
    assert cancelled[0].status_code == 303
    nothing_open(here, activity)


def test_a_no_is_undone_while_the_activity_is_cancelled(here):
    with here.scope:
        activity = here.activity()
        offer = give(here, activity)
        offers.decline(offer=offer, by=here.officer, reason="Fel dag.", wants_new_offer=True)
    with here.scope:
        cancel_activity(activity=activity, by=here.coordinator, reason=WHY)
        undo, undone = begun(here.officer.user, f"/har/erbjudanden/{offer.pk}/angra/", {"reason": "Fel knapp."})
        until_so_many_wait(1)
    undo.join()
    assert undone[0].status_code in (409, 422)
    nothing_open(here, activity)


def test_two_ask_at_once_who_had_begun_in_what_was_cancelled(here):
    """The person waits from the first answer on; the second would have begun one more round."""
    with here.scope:
        activity = here.activity()
        offer = offers.accept(offer=give(here, activity), by=here.officer)
        Placement.objects.update(state="started", started_on=clock.today())
        cancel_activity(activity=activity, by=here.coordinator, reason=WHY)
    with here.scope:
        form = answer_after(offer=offer, wants_new_offer=True, by=here.coordinator)
        url, sent = f"/har/erbjudanden/{offer.pk}/fraga-igen/", {"wants_new_offer": "yes", "reason": ""}
        asking, said = begun(here.officer.user, url, sent)
        until_so_many_wait(1)
    asking.join()
    assert (said[0].status_code, "redan tillfrågad" in said[0].content.decode()) == (422, True)
    with here.scope:
        form.refresh_from_db()
        assert (form.state, form.round) == ("waiting", 2)


def two_with_places_in_both(here):
    """Ada agreed on football first, Ber on singing; each has a place in both."""
    football = here.activity(seats=5)
    singing = here.activity("singing", seats=5, weekday=(football.weekday + 1) % 7)
    people = []
    for first, then in (((football, "football"), (singing, "singing")), ((singing, "singing"), (football, "football"))):
        form = here.waiting(first[1])
        for activity, area in (first, then):
            wish = form if activity is first[0] else InterestFormFactory(participant=form.participant, areas=[area])
            offers.accept(offer=give(here, activity, wish), by=here.officer)
        people.append(form.participant)
    return people, (football, singing)


def test_two_leave_at_once_who_have_places_in_the_same_activities(here):
    """Each locks both activities in one order, whatever order they agreed in: the second waits for the first."""
    with here.scope:
        (ada, ber), both = two_with_places_in_both(here)
    with here.scope:
        lock(Activity.objects.filter(pk=both[0].pk))
        leaving = [
            begun(here.officer.user, f"/har/deltagare/{each.pk}/avsluta/", {"reason": "flyttar"}) for each in (ada, ber)
        ]
        until_so_many_wait(2)
    for thread, _said in leaving:
        thread.join()
    assert [said[0].status_code for _thread, said in leaving] == [303, 303]
    with here.scope:
        assert set(Placement.objects.values_list("state", flat=True)) == {"cancelled"}
        for activity in both:
            activity.refresh_from_db()
            assert activity.seats_taken == 0


def test_offers_run_out_while_a_round_is_confirmed(here):
    """Both come to the same two activities, and the offers run out in the opposite order of their keys."""
    with here.scope:
        both = here.activity(seats=5), here.activity("singing", seats=5)
        given = [give(here, both[0]), give(here, both[1], here.waiting("singing"))]
        for days, offer in zip((40, 50), given, strict=True):
            past = clock.now() - timedelta(days=days)
            then = {"given_at": past, "given_on": past.date(), "asked_on": past.date(), "reply_by": past.date()}
            Offer.objects.filter(pk=offer.pk).update(**then, reply_flagged_at=clock.now())
        here.waiting(), here.waiting("singing")
        made = round_of(here)
    url, sent = f"/har/matchning/omgangar/{made.pk}/erbjud/", {"channel": "phone", "reply_by": f"{clock.today()}"}
    done = []

    def run_out():
        try:
            done.append(tasks.flag_offers())
        finally:
            connection.close()

    running_out = threading.Thread(target=run_out)
    with here.scope:
        lock(Activity.objects.filter(pk=both[0].pk))
        confirm, said = begun(here.coordinator.user, url, sent)
        until_so_many_wait(1)
        running_out.start()
        until_so_many_wait(2)
    confirm.join(), running_out.join()
    assert ([answer.status_code for answer in said], done) == ([303], [2])
