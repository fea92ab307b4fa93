"""A matching meeting with its guests, for the tests of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from participants.models import InformationMeeting, InterestForm, MeetingGuest, Participant
from participants.services import meetings
from tests.matching.conftest import Place
from vida import clock


def meeting_in(where: Place, title: str = "Infomöte i Solna") -> InformationMeeting:
    """An information meeting two weeks ago, whose matching meeting is today."""
    held_on = clock.today() - timedelta(days=14)
    meeting = InformationMeeting(node=where.node, title=title, held_on=held_on, matching_on=clock.today())
    return meetings.save(meeting=meeting, by=where.coordinator)


def guest_at(meeting: InformationMeeting, person: InterestForm | Participant, where: Place) -> MeetingGuest:
    """The person comes to the meeting."""
    participant = person if isinstance(person, Participant) else person.participant
    return meetings.invite(meeting=meeting, participant=participant, by=where.coordinator)


def tapped(event: str, activity=None, **more) -> dict[str, str]:
    """What a press of a button sends."""
    sent = {"event": event, "key": str(uuid4()), **more}
    return sent | ({"activity": str(activity.pk)} if activity else {})
