"""What ends: a participant leaves, an activity is cancelled, dates pass. Everything that hangs on it follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching import tasks
from matching.services import offers
from matching.services.activities import cancel_activity
from matching.services.dates import follow_dates
from matching.services.people import withdraw_participant
from nodes.models import OutboxMessage
from participants.services import forms
from placements.models import Placement
from placements.states import PlacementState
from tests.factories import InterestFormFactory
from vida import clock

pytestmark = pytest.mark.django_db


def give(here, form=None, activity=None):
    return offers.give(
        form=form or here.waiting(days_ago=5),
        activity=activity or here.activity(seats=5),
        channel="phone",
        by=here.officer,
    )


def states(offer):
    offer.refresh_from_db()
    offer.form.refresh_from_db()
    offer.activity.refresh_from_db()
    return offer.state, offer.form.state, offer.activity.seats_taken


def test_who_leaves_lets_go_of_everything(here):
    with here.scope:
        agreed = offers.accept(offer=give(here), by=here.officer)
        participant = agreed.participant
        second = InterestFormFactory(participant=participant, areas=["singing"])
        open_offer = give(
            here, form=second, activity=here.activity("singing", weekday=(agreed.activity.weekday + 1) % 7)
        )
        withdraw_participant(participant=participant, by=here.coordinator, reason="flyttar")
        assert states(open_offer) == ("withdrawn", "closed", 0)
        assert states(agreed)[2] == 0
        assert agreed.placement.participant.withdrawn_at
        assert Placement.objects.get().state == PlacementState.CANCELLED
        before = Placement.objects.get().ended_on
        withdraw_participant(participant=participant, by=here.coordinator, reason="flyttar")
        assert Placement.objects.get().ended_on == before


def test_who_has_begun_drops_out(here):
    with here.scope:
        agreed = offers.accept(offer=give(here), by=here.officer)
        Placement.objects.update(state=PlacementState.STARTED, started_on=clock.today())
        withdraw_participant(participant=agreed.participant, by=here.officer, reason="arbete")
        assert Placement.objects.get().state == PlacementState.DROPPED_OUT
        assert states(agreed)[2] == 0


def test_the_page_asks_first_and_says_what_follows(here, client):
    client.force_login(here.officer.user)
    with here.scope:
        offer = give(here)
        agreed = offers.accept(offer=give(here), by=here.officer)
    url = f"/har/deltagare/{offer.participant_id}/avsluta/"
    page = client.get(url).content.decode()
    assert "Erbjudandet som väntar på svar tas tillbaka." in page
    assert "Intresseanmälan avslutas." in page
    assert client.post(url, {"reason": ""}).status_code == 422
    with here.scope:
        assert states(offer) == ("given", "offered", 0)
    assert client.post(url, {"reason": "flyttar"}).status_code == 303
    assert "Har lämnat VIDA" in client.get(f"/har/deltagare/{offer.participant_id}/").content.decode()
    assert "1 plats blir ledig" in client.get(f"/har/deltagare/{agreed.participant_id}/avsluta/").content.decode()


def test_a_cancelled_activity_lets_everybody_wait_again(here):
    with here.scope:
        activity = here.activity(seats=5)
        asked = give(here, activity=activity)
        agreed = offers.accept(offer=give(here, activity=activity), by=here.officer)
        cancel_activity(activity=activity, by=here.coordinator, reason="Hallen är stängd.")
        assert states(asked) == ("withdrawn", "waiting", 0)
        assert (asked.form.round, asked.form.asked_on) == (1, asked.asked_on)
        assert states(agreed) == ("accepted", "waiting", 0)
        assert (agreed.form.round, agreed.form.asked_on) == (2, clock.today())
        assert Placement.objects.get().state == PlacementState.CANCELLED
        told = OutboxMessage.objects.get(to=here.coordinator.user.email)
        assert "2 personer väntar på ett nytt erbjudande" in told.body
        number = OutboxMessage.objects.count()
        cancel_activity(activity=activity, by=here.coordinator, reason="Hallen är stängd.")
        assert OutboxMessage.objects.count() == number
        assert agreed.form.round == 2


def test_a_newer_form_waits_already(here):
    with here.scope:
        activity = here.activity(seats=5)
        agreed = offers.accept(offer=give(here, activity=activity), by=here.officer)
        newer = InterestFormFactory(participant=agreed.participant, areas=["singing"])
        cancel_activity(activity=activity, by=here.coordinator, reason="Hallen är stängd.")
        newer.refresh_from_db()
        assert (states(agreed)[1], newer.state) == ("matched", "waiting")


def test_who_was_matched_in_vain_can_be_offered_something_else(here):
    with here.scope:
        activity = here.activity(seats=5)
        agreed = offers.accept(offer=give(here, activity=activity), by=here.officer)
        cancel_activity(activity=activity, by=here.coordinator, reason="Hallen är stängd.")
        agreed.form.refresh_from_db()
        again = give(here, form=agreed.form)
        assert offers.accept(offer=again, by=here.officer).placement.state == PlacementState.AGREED


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [(1, 50, "approved"), (0, 49, "running"), (-49, 0, "running"), (-50, -1, "ended")],
)
def test_activities_follow_their_dates(here, first, last, state):
    today = clock.today()
    with here.scope:
        activity = here.activity(first_on=today + timedelta(days=first), last_on=today + timedelta(days=last))
        follow_dates(on=today)
        activity.refresh_from_db()
        assert activity.state == state


def test_who_had_begun_completes_with_the_activity_and_only_then(here):
    with here.scope:
        began, never = (offers.accept(offer=give(here), by=here.officer) for _each in range(2))
        Placement.objects.filter(pk=began.placement_id).update(
            state=PlacementState.STARTED, started_on=clock.today(), plan_entered_on=clock.today(),
            plan_entered_by=here.officer.user,
        )  # fmt: skip
        last = began.activity.last_on
        follow_dates(on=last)
        assert Placement.objects.get(pk=began.placement_id).state == PlacementState.STARTED
        follow_dates(on=last + timedelta(days=1))
        assert Placement.objects.get(pk=began.placement_id).state == PlacementState.COMPLETED
        assert Placement.objects.get(pk=never.placement_id).state == PlacementState.AGREED
        assert follow_dates(on=last + timedelta(days=1)) == 0


def test_the_task_twice_changes_nothing_more(here):
    with here.scope:
        here.activity(first_on=clock.today())
    assert tasks.follow_dates() == 1
    assert tasks.follow_dates() == 0


def test_a_closed_form_stays_closed_when_its_activity_is_cancelled(here):
    with here.scope:
        activity = here.activity()
        offer = give(here, activity=activity)
        offers.decline(offer=offer, by=here.officer, reason="nej", wants_new_offer=False)
        cancel_activity(activity=activity, by=here.coordinator, reason="Hallen är stängd.")
        assert states(offer)[:2] == ("declined", "closed")
        with pytest.raises(Exception, match="gå"):
            forms.wait_again(form=offer.form, by=here.officer)
