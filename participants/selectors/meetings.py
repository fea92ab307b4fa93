"""Who is at an information meeting, and how far each has come (R71)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from participants.models import InformationMeeting, InterestForm, MeetingGuest, Participant
from participants.selectors.lists import NARROW, search
from participants.states import OPEN_FORM


@dataclass(frozen=True)
class Guest:
    """A guest in sight: `wishes` is the open form, else the one filled in at or after the meeting, if any."""

    guest: MeetingGuest
    participant: Participant
    wishes: InterestForm | None


def guests_of(meeting: InformationMeeting) -> tuple[list[Guest], int]:
    """The guests by name, and how many with protected identity are not shown. Three queries."""
    rows = (
        MeetingGuest.objects.filter(meeting=meeting)
        .select_related("participant")
        .defer(*(f"participant__{field}" for field in NARROW))
    )
    everybody = list(rows.order_by("participant__sort_key", "participant_id"))
    forms = InterestForm.objects.filter(participant__in=[row.participant_id for row in everybody])
    forms = forms.filter(Q(state__in=OPEN_FORM) | Q(asked_on__gte=meeting.held_on))
    wishes = {form.participant_id: form for form in sorted(forms, key=lambda form: (form.state in OPEN_FORM, form.pk))}
    shown = [row for row in everybody if not row.participant.protection]
    return [Guest(row, row.participant, wishes.get(row.participant_id)) for row in shown], len(everybody) - len(shown)


def to_invite(meeting: InformationMeeting, text: str, limit: int = 8) -> list[Participant]:
    """People whose name holds every word of `text` and who are not at the meeting yet; none for an empty text."""
    if not text.strip():
        return []
    people = Participant.objects.open_to_all().current().exclude(meetings__meeting=meeting).defer(*NARROW)
    return list(search(people, text).select_related("service_unit").order_by("sort_key", "id")[:limit])
