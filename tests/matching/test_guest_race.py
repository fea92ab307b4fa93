"""Two at once about the same places, in one node or in two: no place is had twice, none is below zero (R83, R115)."""

from __future__ import annotations

import pytest

from associations.models import Activity
from matching.services import offers
from tests.atonce import at_once
from tests.guests import REASON, neighbours

pytestmark = pytest.mark.django_db(transaction=True)


def opening(two, seats):
    """The coordinator's POST that opens so many."""
    return (
        two.home.coordinator.user,
        f"/vast/aktiviteter/{two.football.pk}/gastplatser/",
        {"to_node": two.guest.node.pk, "seats": seats, "reason": REASON},
    )


def give(place, activity, **more):
    with place.scope:
        return offers.give(form=place.waiting(), activity=activity, channel="phone", by=place.officer, **more)


def seats(scope, activity):
    with scope:
        return Activity.objects.values_list("seats", "seats_taken", "seats_offered").get(pk=activity.pk)


@pytest.mark.parametrize(("places", "statuses"), [(2, [303, 422]), (3, [303, 303])])
def test_opening_places_while_the_last_is_accepted(places, statuses):
    """One of the places is offered and gets its yes; two are asked for the other node."""
    two = neighbours(seats=places)
    offer = give(two.home, two.football)
    answers = at_once([opening(two, 2), (two.home.officer.user, f"/vast/erbjudanden/{offer.pk}/ja/")])
    assert sorted(answer.status_code for answer in answers) == statuses
    opened = 2 if statuses == [303, 303] else 0
    assert seats(two.home.scope, two.football) == (places - opened, 1, 0)
    with two.guest.scope:
        assert sum(Activity.objects.values_list("seats", flat=True)) == opened


def test_opening_the_last_place_twice():
    two = neighbours(seats=1)
    answers = at_once([opening(two, 1), opening(two, 1)])
    assert [answer.status_code for answer in answers] == [303, 303], "the second changes nothing"
    assert two.seats() == (0, 1)


def test_taking_back_while_a_guest_says_yes():
    two = neighbours(seats=5)
    places = two.open(3)
    twin = two.twin()
    offer = give(two.guest, twin, anyway=True, aside_reason=REASON)
    answers = at_once(
        [
            (two.home.coordinator.user, f"/vast/aktiviteter/{two.football.pk}/gastplatser/{places.pk}/ta-tillbaka/"),
            (two.guest.officer.user, f"/nordost/erbjudanden/{offer.pk}/ja/"),
        ]
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert seats(two.guest.scope, twin) == (1, 1, 0)
    assert two.seats() == (4, 1)


def test_taking_back_the_place_that_somebody_offers():
    two = neighbours(seats=1)
    places, twin = two.open(1), two.twin()
    with two.guest.scope:
        form = two.guest.waiting()
    typed = {"form": form.pk, "activity": twin.pk, "channel": "phone", "given_on": f"{form.asked_on}",
             "reply_by": f"{form.due_on}", "anyway": "on", "aside_reason": REASON}  # fmt: skip
    answers = at_once(
        [
            (two.home.coordinator.user, f"/vast/aktiviteter/{two.football.pk}/gastplatser/{places.pk}/ta-tillbaka/"),
            (two.guest.officer.user, "/nordost/erbjudanden/nytt/", typed),
        ]
    )
    assert 303 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {303, 409, 422}
    number, taken, offered = seats(two.guest.scope, twin)
    assert (number, taken, offered) in {(1, 0, 1), (0, 0, 0)}
    assert sum(two.seats()) == 1
