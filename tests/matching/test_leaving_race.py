"""Somebody leaves while another acts on what that person has: nothing stays open, and nobody is locked out.

Real connections. One holds its transaction open while the others come to a row that it has locked.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from associations.models import Activity
from matching.models import Offer
from matching.services import offers
from matching.services.offers.rows import lock
from matching.services.people import withdraw_participant
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm
from placements.forms import NOT_MARKED
from placements.models import Placement
from placements.services.attendance import fill_in
from tests.atonce import begun, until_so_many_wait
from tests.factories import InterestFormFactory
from vida import clock

pytestmark = pytest.mark.django_db(transaction=True)

WHY = {"reason": "flyttar"}


def give(here, form, activity):
    return offers.give(form=form, activity=activity, channel="phone", by=here.officer)


def leaving(here, participant):
    return begun(here.officer.user, f"/har/deltagare/{participant.pk}/avsluta/", WHY)


@contextmanager
def held_elsewhere(here, activity):
    """Another connection has the activity's row locked."""
    has_it, may_go = threading.Event(), threading.Event()

    def hold():
        try:
            with acting_in(node_scope(here.node.pk)):
                lock(Activity.objects.filter(pk=activity.pk))
                has_it.set()
                may_go.wait()
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    has_it.wait()
    try:
        yield
    finally:
        may_go.set()
        thread.join()


def nothing_open(here, participant):
    with here.scope:
        participant.refresh_from_db()
        assert participant.withdrawn_at
        assert not Offer.objects.open().filter(participant=participant).exists()
        assert not InterestForm.objects.open().filter(participant=participant).exists()
        assert not Activity.objects.exclude(seats_taken=0, seats_offered=0).exists()


def test_an_offer_that_came_meanwhile_is_answered_as_the_person_leaves(here):
    """The answer has the offer and waits for the form; who leaves must not have the form and then want the offer."""
    with here.scope:
        singing = here.activity("singing")
        first = give(here, here.waiting("singing"), singing)
        offers.accept(offer=first, by=here.officer)
        person = first.participant
        form = InterestFormFactory(participant=person, areas=["football"])
        football = here.activity(weekday=(singing.weekday + 1) % 7)
    with held_elsewhere(here, singing):
        with here.scope:
            offer = give(here, form, football)
            leave, left = leaving(here, person)
            until_so_many_wait(1)  # for the form, having looked for offers before this one stood
        until_so_many_wait(1)  # for the activity
        answer, said = begun(here.officer.user, f"/har/erbjudanden/{offer.pk}/ja/")
        until_so_many_wait(2)
    leave.join(), answer.join()
    assert [each.status_code for each in left + said] == [303, 303]
    nothing_open(here, person)


def declined(here):
    """A no after which nothing is open."""
    offer = give(here, here.waiting(), here.activity())
    return offers.decline(offer=offer, by=here.officer, reason="Fel dag.", wants_new_offer=False)


def test_a_no_is_undone_while_the_person_leaves(here):
    with here.scope:
        offer = declined(here)
    with here.scope:
        withdraw_participant(participant=offer.participant, by=here.officer, reason="flyttar")
        undo, undone = begun(here.officer.user, f"/har/erbjudanden/{offer.pk}/angra/", {"reason": "Fel knapp."})
        until_so_many_wait(1)
    undo.join()
    assert (undone[0].status_code, "deltar inte längre" in undone[0].content.decode()) == (422, True)
    nothing_open(here, offer.participant)


def test_somebody_leaves_while_a_no_is_undone(here):
    with here.scope:
        offer = declined(here)
    with here.scope:
        offers.undo(offer=offer, by=here.officer, reason="Fel knapp.")
        leave, left = leaving(here, offer.participant)
        until_so_many_wait(1)
    leave.join()
    assert left[0].status_code == 303
    nothing_open(here, offer.participant)


def two_have_met(here):
    """An activity that has met once, and two places in it; the first row's name comes last on the page."""
    now = clock.now()
    activity = here.activity(first_on=clock.today() - timedelta(days=2), seats=5)
    met = activity.occasions.create(
        node=here.node, number=1, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=2)
    )
    places = []
    for name in ("Zoya", "Ada"):
        form = here.waiting(days_ago=9, family_name=name, sort_key=name.lower())
        offer = offers.give(
            form=form, activity=activity, channel="phone", by=here.officer, given_at=now - timedelta(days=4),
            anyway=True,
        )  # fmt: skip
        places.append(offers.accept(offer=offer, by=here.officer, answered_at=now - timedelta(days=3)).placement)
    return met, places, f"/har/aktiviteter/{activity.pk}/narvaro/?tillfalle=1"


def test_attendance_is_marked_while_the_places_end(here):
    """Whoever ends them has the first place and comes to the second, which stands first on the page, by name."""
    with here.scope:
        _met, places, url = two_have_met(here)
    with here.scope:
        lock(Placement.objects.filter(pk=places[0].pk))
        marking, said = begun(here.coordinator.user, url, {f"mark-{each.pk}": "present" for each in places})
        until_so_many_wait(1)
        lock(Placement.objects.filter(pk=places[1].pk))
    marking.join()
    assert said[0].status_code == 302
    with here.scope:
        assert set(Placement.objects.values_list("state", flat=True)) == {"started"}


def test_the_only_mark_is_taken_back_while_another_is_written(here):
    """Whoever takes it back waits for the other one, and sees that the occasion is still filled in."""
    with here.scope:
        met, (zoya, ada), url = two_have_met(here)
        fill_in(occasion=met, marks={zoya: "present"}, by=here.coordinator)
    with here.scope:
        fill_in(occasion=met, marks={ada: "present"}, by=here.coordinator)
        taking, said = begun(here.coordinator.user, url, {f"mark-{each.pk}": NOT_MARKED for each in (zoya, ada)})
        until_so_many_wait(1)
    taking.join()
    assert said[0].status_code == 302
    with here.scope:
        met.refresh_from_db()
        assert (met.marked, met.attendance.count()) == (True, 1)
