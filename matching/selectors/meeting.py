"""Who is at a matching meeting, what to call each on a screen that others see, and what was tapped last (R71, R112)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from matching.models import MeetingTap
from nodes.models import User
from participants.models import InformationMeeting, MeetingGuest, Participant
from participants.selectors.lists import NARROW
from vida import clock

UNDO_FOR = timedelta(hours=2)  # about as long as a meeting lasts


def in_the_deck(meeting: InformationMeeting) -> list[MeetingGuest]:
    """The guests who can be shown on a screen, by name: nobody protected, nobody who has left. One query."""
    rows = _guests(meeting).filter(participant__protection="").select_related("participant")
    return list(rows.defer(*(f"participant__{name}" for name in NARROW)).order_by("participant__sort_key", "id"))


def apart(meeting: InformationMeeting) -> int:
    """How many have protected identity and are handled apart. Not who: that would tell where somebody will be."""
    return _guests(meeting).exclude(participant__protection="").count()


def shown_names(guests: Sequence[MeetingGuest], *, full: bool) -> dict[int, str]:
    """What to call each on a screen that others see: the first name, with an initial where two share it (R176)."""
    if full:
        return {guest.pk: guest.participant.full_name for guest in guests}
    same = Counter(guest.participant.given_name for guest in guests)
    return {guest.pk: _first_name(guest.participant, alone=same[guest.participant.given_name] == 1) for guest in guests}


def guest_of(meeting: InformationMeeting, participant_id: int) -> MeetingGuest | None:
    """The participant as a guest of the meeting, if still one."""
    return MeetingGuest.objects.filter(meeting=meeting, participant_id=participant_id).first()


def last_tap(meeting: InformationMeeting, user: User) -> MeetingTap | None:
    """The user's latest tap here that can be undone; taps about protected people are not undone on the screen."""
    rows = MeetingTap.objects.filter(meeting=meeting, tapped_by=user, undone_by__isnull=True)
    rows = rows.filter(tapped_at__gte=clock.now() - UNDO_FOR, participant__protection="")
    return rows.exclude(event=MeetingTap.Event.UNDO).order_by("-id").first()


def matching_meetings(on: date) -> QuerySet[InformationMeeting]:
    """The meetings whose people are matched on the day (R112)."""
    return InformationMeeting.objects.filter(matching_on=on).order_by("starts_at", "id")


def _guests(meeting: InformationMeeting) -> QuerySet[MeetingGuest]:
    return MeetingGuest.objects.filter(meeting=meeting, participant__withdrawn_at__isnull=True)


def _first_name(participant: Participant, *, alone: bool) -> str:
    given, family = participant.given_name, participant.family_name
    return given if alone or not family else f"{given} {family[:1]}."
