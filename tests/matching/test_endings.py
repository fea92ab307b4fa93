"""What ends: a participant leaves, an activity is cancelled, dates pass. Everything that hangs on it follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching import tasks
from matching.selectors.today import to_ask_again
from matching.services import offers
from matching.services.activities import answer_after, cancel_activity
from matching.services.dates import follow_dates
from matching.services.people import withdraw_participant
from nodes.models import OutboxMessage
from participants.services import forms
from participants.services.refusals import Refusal
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


def test_a_form_is_not_closed_under_an_offer_that_came_meanwhile(here, client):
    """The page was opened while the person waited, and sent when a colleague had given an offer."""
    client.force_login(here.officer.user)
    with here.scope:
        form = here.waiting(days_ago=5)
    url = f"/har/deltagare/{form.participant_id}/intresse/avsluta/"
    assert client.get(url).status_code == 200
    with here.scope:
        offer = give(here, form)
    answer = client.post(url, {"reason": "Har fått arbete"})
    assert (answer.status_code, "har ett erbjudande" in answer.content.decode()) == (422, True)
    with here.scope:
        assert states(offer)[:2] == ("given", "offered")


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


def begin(here, offer):
    Placement.objects.filter(pk=offer.placement_id).update(state=PlacementState.STARTED, started_on=clock.today())


@pytest.fixture
def interrupted(here):
    """Somebody who had begun in an activity that was then cancelled."""
    with here.scope:
        activity = here.activity(seats=5)
        agreed = offers.accept(offer=give(here, activity=activity), by=here.officer)
        begin(here, agreed)
        cancel_activity(activity=activity, by=here.coordinator, reason="Hallen är stängd.")
        yield agreed


def test_who_had_begun_in_a_cancelled_activity_did_not_drop_out_and_is_asked_again(here, interrupted):
    placement = Placement.objects.get()
    assert (placement.state, placement.end_reason) == (PlacementState.INTERRUPTED, "Hallen är stängd.")
    assert states(interrupted) == ("accepted", "matched", 0)
    assert list(to_ask_again()) == [interrupted]
    told = OutboxMessage.objects.get(to=here.coordinator.user.email)
    assert "1 person hade börjat" in told.body
    before = placement.ended_on
    cancel_activity(activity=interrupted.activity, by=here.coordinator, reason="Hallen är stängd.")
    assert Placement.objects.get().ended_on == before


@pytest.mark.parametrize(("wants_new", "form_state"), [(True, "waiting"), (False, "closed")])
def test_what_the_person_says_then(here, interrupted, wants_new, form_state):
    form = answer_after(offer=interrupted, wants_new_offer=wants_new, by=here.officer, reason="")
    assert (form.state, form.round) == (form_state, 2 if wants_new else 1)
    assert form.asked_on == (clock.today() if wants_new else interrupted.asked_on)
    assert not to_ask_again().exists()
    assert Placement.objects.get().state == PlacementState.INTERRUPTED
    with pytest.raises(Refusal):
        answer_after(offer=interrupted, wants_new_offer=wants_new, by=here.officer)


def test_who_went_on_to_something_else_is_asked_of_that_alone(here, interrupted):
    answer_after(offer=interrupted, wants_new_offer=True, by=here.officer)
    interrupted.form.refresh_from_db()
    second = offers.accept(offer=give(here, form=interrupted.form), by=here.officer)
    assert not to_ask_again().exists()
    begin(here, second)
    cancel_activity(activity=second.activity, by=here.coordinator, reason="Ledaren slutar.")
    assert list(to_ask_again()) == [second]


@pytest.mark.parametrize("why", ["left", "newer form"])
def test_who_has_left_or_has_a_newer_form_is_not_asked(here, interrupted, why):
    if why == "left":
        withdraw_participant(participant=interrupted.participant, by=here.officer, reason="flyttar")
    else:
        InterestFormFactory(participant=interrupted.participant, areas=["singing"])
    assert not to_ask_again().exists()


def test_the_cancelling_page_counts_those_it_concerns_and_the_day_asks_them(here, client):
    client.force_login(here.coordinator.user)
    with here.scope:
        activity = here.activity(seats=5)
        give(here, activity=activity)
        for _each in range(2):
            offers.accept(offer=give(here, activity=activity), by=here.officer)
        agreed = offers.accept(offer=give(here, activity=activity), by=here.officer)
        begin(here, agreed)
    url = f"/har/aktiviteter/{activity.pk}/stall-in/"
    page = client.get(url).content.decode()
    assert "1 erbjudande tas tillbaka." in page
    assert "2 personer som har tackat ja väntar" in page
    assert "1 person som har börjat mister platsen" in page
    assert "Ingen deltagare berörs" not in page
    with here.scope:
        other = here.activity()
    page = client.get(f"/har/aktiviteter/{other.pk}/stall-in/").content.decode()
    assert "Ingen deltagare berörs." in page
    assert "0 personer" not in page
    assert client.post(url, {"reason": "Hallen är stängd."}).status_code == 303
    ask = f"/har/erbjudanden/{agreed.pk}/fraga-igen/"
    assert ask in client.get("/har/").content.decode()
    assert client.post(ask, {}).status_code == 422
    answer = client.post(ask, {"wants_new_offer": "yes"})
    assert (answer.status_code, answer.url) == (303, f"/har/deltagare/{agreed.participant_id}/")
    assert "Se vad som passar" in client.get(answer.url).content.decode()
    assert ask not in client.get("/har/").content.decode()
    late = client.post(ask, {"wants_new_offer": "no"})
    assert late.status_code == 422
    assert "redan tillfrågad" in late.content.decode()


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
