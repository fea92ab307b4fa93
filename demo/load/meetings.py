"""Information meetings every sixth week for two years, and the next one, with their guests (R71, R112)."""

from datetime import date, datetime, time
from typing import Final

from django.db.models import Q

from demo.load.days import after, working_day
from nodes.models import Municipality, Node, User
from participants.models import InformationMeeting, InterestForm, MeetingGuest
from participants.services.meetings import proposed_matching_day
from vida import clock

WEEKS_BETWEEN, MEETINGS = 6, 17
LAST, NEXT = -11, 10  # days from today
PLACES: Final = {
    "stockholm": ("0180", "Medborgarhuset Tre Björkar, stora salen"),
    "vast": ("0184", "Stadshuset i Solna, Lärkrummet"),
    "nordost": ("0160", "Täby bibliotek, Ekrummet"),
}


def meeting_days(today: date) -> list[date]:
    """Return the days of the meetings that have been, the latest first."""
    return [working_day(after(today, LAST - 7 * WEEKS_BETWEEN * number)) for number in range(MEETINGS)]


def meeting_before(day: date, today: date) -> date:
    """Return the last meeting on or before the day; the day itself where there was none."""
    return next((held for held in meeting_days(today) if held <= day), day)


def create_meetings(node: Node, today: date, coordinator: User) -> dict[date, InformationMeeting]:
    """Create the node's meetings, the next one included; return them by day."""
    code, place = PLACES[node.slug]
    latest = meeting_days(today)[0]
    name = Municipality.objects.get(pk=code).name
    made = {
        day: InformationMeeting(
            node=node,
            title=f"Informationsmöte i {name}",
            held_on=day,
            starts_at=time(13),
            place=place,
            municipality_id=code,
            matching_on=today if day == latest else proposed_matching_day(day),  # there is a meeting to open today
            created_by=coordinator,
        )
        for day in [working_day(after(today, NEXT)), *meeting_days(today)]
    }
    InformationMeeting.objects.bulk_create(made.values())
    return made


def create_guests(coordinator: User, today: date) -> None:
    """Whoever was asked at a meeting was there; whoever was asked since comes to the matching meeting of today."""
    latest = InformationMeeting.objects.get(matching_on=today)
    forms = InterestForm.objects.select_related("meeting").order_by("id")
    guests = {}
    for form in forms.filter(Q(meeting__isnull=False) | Q(asked_on__gte=latest.held_on)):
        meeting = form.meeting or latest
        heard = datetime.combine(max(meeting.held_on, form.asked_on), time(14), clock.STOCKHOLM)
        guests[meeting.pk, form.participant_id] = MeetingGuest(
            node_id=form.node_id,
            service_unit_id=form.service_unit_id,
            participant_id=form.participant_id,
            meeting=meeting,
            added_at=heard,
            added_by=coordinator,
            understood_at=heard,
            understood_by=coordinator,
        )
    MeetingGuest.objects.bulk_create(guests.values())
