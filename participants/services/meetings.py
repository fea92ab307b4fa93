"""Information meetings, their guests, and the matching meeting two weeks later (R71, R112)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from nodes.actors import Actor
from nodes.models import User
from nodes.services.turns import take_turn
from participants.models import InformationMeeting, MeetingGuest, Participant
from vida import clock
from vida.calendar import shown_due

TWO_WEEKS = timedelta(days=14)
TOLD = ("title", "held_on", "starts_at", "place", "municipality", "matching_on")  # what somebody says of a meeting


def proposed_matching_day(held_on: date) -> date:
    """Two weeks after the information meeting, moved forward off weekends and holidays (R112)."""
    return shown_due(held_on + TWO_WEEKS)


@transaction.atomic
def save(*, meeting: InformationMeeting, by: Actor) -> InformationMeeting:
    """Save a new or changed meeting; without a day for the matching meeting it gets the proposed one.

    The same meeting once more is the one that is there.
    """
    if meeting.matching_on is None:
        meeting.matching_on = proposed_matching_day(meeting.held_on)
    if meeting.pk is None:
        take_turn(meeting.node)
        if same := InformationMeeting.objects.filter(**{name: getattr(meeting, name) for name in TOLD}).first():
            return same
        meeting.created_by = _user(by)
    meeting.save()
    return meeting


@transaction.atomic
def invite(*, meeting: InformationMeeting, participant: Participant, by: Actor) -> MeetingGuest:
    """The participant comes to the meeting. Inviting again changes nothing."""
    guest, _created = MeetingGuest.objects.get_or_create(
        node_id=meeting.node_id,
        meeting=meeting,
        participant=participant,
        defaults={
            "service_unit_id": participant.service_unit_id,
            "added_at": clock.now(),
            "added_by": _user(by),
        },
    )
    return guest


@transaction.atomic
def remove(*, guest: MeetingGuest) -> None:
    """The participant does not come after all."""
    guest.delete()


@transaction.atomic
def mark_understood(*, guest: MeetingGuest, understood: bool, by: Actor) -> MeetingGuest:
    """Whether the person has understood what VIDA is, after the short talk (R71). The first mark stays."""
    guest = MeetingGuest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if understood == bool(guest.understood_at):
        return guest
    guest.understood_at, guest.understood_by = (clock.now(), _user(by)) if understood else (None, None)
    guest.save(update_fields=["understood_at", "understood_by"])
    return guest


def _user(by: Actor) -> User:
    assert by.user is not None  # noqa: S101 - the pages let only people in
    return by.user
