"""Two people at once on the last place: one gets it, the other a sentence (R115). Two real connections."""

from __future__ import annotations

import pytest

from matching.models import MeetingTap
from matching.services import offers
from participants.models import InterestForm
from tests.atonce import at_once, begun, until_so_many_wait
from tests.matching.meetings import guest_at, meeting_in, tapped

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_at_once_on_the_last_place(here):
    with here.scope:
        activity = here.activity(seats=1)
        given = [
            offers.give(form=here.waiting(), activity=activity, channel="phone", by=here.officer, anyway=True)
            for _each in range(2)
        ]
    answers = at_once(
        [
            (here.coordinator.user, f"/har/erbjudanden/{given[0].pk}/ja/"),
            (here.officer.user, f"/har/erbjudanden/{given[1].pk}/ja/"),
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert "full" in loser.content.decode()
    with here.scope:
        activity.refresh_from_db()
        assert (activity.seats_taken, activity.placements.count()) == (1, 1)
        assert sorted(offer.state for offer in activity.offers.all()) == ["accepted", "given"]
        assert sorted(offer.form.state for offer in activity.offers.select_related("form")) == ["matched", "offered"]


def test_one_answer_by_two_peopleat_once(here):
    with here.scope:
        offer = offers.give(form=here.waiting(), activity=here.activity(), channel="phone", by=here.officer)
    url = f"/har/erbjudanden/{offer.pk}/ja/"
    answers = at_once([(here.coordinator.user, url), (here.officer.user, url)])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    with here.scope:
        offer.activity.refresh_from_db()
        assert offer.activity.seats_taken == 1


def test_one_tap_sent_twiceat_once(here):
    """The network came back while the first was still on its way: the same key is one tap."""
    with here.scope:
        activity = here.activity()
        guest = guest_at(meeting_in(here), here.waiting(), here)
    url, sent = f"/har/moten/{guest.meeting_id}/matchning/{guest.pk}/", tapped("offer", activity)
    answers = at_once([(here.coordinator.user, url, sent)] * 2)
    assert [answer.status_code for answer in answers] == [303, 303]
    with here.scope:
        assert (MeetingTap.objects.count(), activity.offers.count()) == (1, 1)


def test_a_yes_is_said_while_the_activity_is_cancelled(here):
    """The yes comes half-way and waits, the cancelling begins: it waits for the yes, and calls that place off too."""
    with here.scope:
        activity = here.activity(seats=5)
        _other, offer = (
            offers.give(form=here.waiting(), activity=activity, channel="phone", by=here.officer) for _each in range(2)
        )
    with here.scope:
        InterestForm.objects.select_for_update(of=("self",)).get(pk=offer.form_id)
        yes, said = begun(here.officer.user, f"/har/erbjudanden/{offer.pk}/ja/")
        until_so_many_wait(1)
        cancelling = here.coordinator.user, f"/har/aktiviteter/{activity.pk}/stall-in/", {"reason": "Hallen är stängd."}
        cancel, cancelled = begun(*cancelling)
        until_so_many_wait(2)
    yes.join(), cancel.join()
    assert [answer.status_code for answer in said + cancelled] == [303, 303]
    with here.scope:
        activity.refresh_from_db()
        assert (activity.state, activity.seats_taken, activity.seats_offered) == ("cancelled", 0, 0)
        assert [placed.state for placed in activity.placements.all()] == ["cancelled"]
        assert {row.form.state for row in activity.offers.select_related("form")} == {"waiting"}
