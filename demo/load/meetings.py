"""Information meetings every sixth week for two years, and the next one (R71, R112)."""

from datetime import date, time, timedelta
from typing import Final

from demo.load.days import after, working_day
from nodes.models import Municipality, Node, User
from participants.models import InformationMeeting

WEEKS_BETWEEN, MEETINGS = 6, 17
LAST, NEXT = -11, 10  # days from today
MATCHING_AFTER = timedelta(days=14)
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
    name = Municipality.objects.get(pk=code).name
    made = {
        day: InformationMeeting(
            node=node,
            title=f"Informationsmöte i {name}",
            held_on=day,
            starts_at=time(13),
            place=place,
            municipality_id=code,
            matching_on=day + MATCHING_AFTER,
            created_by=coordinator,
        )
        for day in [working_day(after(today, NEXT)), *meeting_days(today)]
    }
    InformationMeeting.objects.bulk_create(made.values())
    return made
