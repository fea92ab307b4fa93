"""What needs a hand now. Each list begins with the most urgent; a page shows the first few and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Window

from associations.models import Activity, Occasion
from associations.states import ActivityState
from matching.models import MatchingRound, Offer
from matching.selectors.meeting import matching_meetings
from matching.states import RoundState
from nodes.models import Membership, Node, OutboxMessage, ServiceUnit
from nodes.roles import Role
from participants.models import InformationMeeting, InterestForm
from placements.models import Placement
from placements.selectors.today import unmarked_occasions
from reporting.models import NodeReport
from reporting.selectors.reports import quarters, report_of
from reporting.states import NodeReportState, ReportState
from vida import clock
from vida.calendar import Quarter
from vida.deadlines import LATE, SOON, with_days_left

SHOWN = 7


@dataclass(frozen=True)
class Part:
    """The first rows of a list, and how many rows it has."""

    rows: Sequence[Any]
    count: int


def part(rows: QuerySet, first: int = 0, number: int = SHOWN) -> Part:
    """Some rows, from the `first` on, and the number of all: two queries, however many there are.

    The first finds the keys that are shown and counts what it goes through; the second reads what those rows need.
    """
    every = rows.select_related(None).prefetch_related(None)
    found = list(every.annotate(of_all=Window(Count("*"))).values_list("pk", "of_all")[first : first + number])
    if not found:
        return Part([], every.count() if first else 0)
    return Part(list(rows.filter(pk__in=[key for key, _of_all in found])), found[0][1])


def _waiting() -> QuerySet[InterestForm]:
    rows = InterestForm.objects.waiting().select_related("participant").prefetch_related("choices__area")
    return rows.order_by("due_on", "id")


def meetings(on: date) -> QuerySet[InformationMeeting]:
    """Matching meetings of the day, each with how many are `coming` to it (R112)."""
    return matching_meetings(on).annotate(coming=Count("guests"))


def late_forms(on: date) -> QuerySet[InterestForm]:
    """Those whose day for an offer has passed (R117)."""
    return _waiting().filter(with_days_left(LATE, "due_on", on))


def near_forms(on: date) -> QuerySet[InterestForm]:
    """Those who have few days left, from the day of the warning."""
    return _waiting().filter(with_days_left(SOON, "due_on", on))


def waiting_number() -> int:
    """How many wait for an offer."""
    return InterestForm.objects.waiting().count()


def open_offers() -> QuerySet[Offer]:
    """Offers that nobody has answered, the nearest last day first (R118)."""
    return Offer.objects.open().select_related("participant", "activity").order_by("reply_by", "id")


def rounds_to_go_through() -> QuerySet[MatchingRound]:
    """Matching rounds whose proposals wait for somebody to decide, and those that could not be worked out, the latest
    first; one made again stands for the one before.
    """
    undecided = [RoundState.PROPOSED, RoundState.FAILED]
    rows = MatchingRound.objects.of_people().filter(state__in=undecided, reruns__isnull=True)
    return rows.select_related("meeting").order_by("-asked_at", "-id")


def lists_to_fill() -> QuerySet[Occasion]:
    """Occasions without attendance (R127)."""
    return unmarked_occasions(clock.now())


def activities_to_review() -> QuerySet[Activity]:
    """Activities that associations have sent in, the oldest first."""
    rows = Activity.objects.filter(state=ActivityState.SUBMITTED).select_related("association")
    return rows.order_by("submitted_at", "id")


def starting_activities(on: date) -> QuerySet[Activity]:
    """Approved activities that begin within two weeks and still have a free place."""
    rows = Activity.objects.offerable(on).filter(first_on__gte=on, first_on__lte=on + timedelta(days=14))
    return rows.select_related("association").order_by("first_on", "id")


def free_seats(on: date) -> int:
    """Places that can be offered now."""
    found = Activity.objects.offerable(on).aggregate(free=Sum(F("seats") - F("seats_taken")))
    return found["free"] or 0


def failed_messages() -> int:
    """Messages that could not be sent."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count()


def units_without_contact(node: Node) -> QuerySet[ServiceUnit]:
    """Units that cannot refer anybody, for want of somebody to reach (R85)."""
    rows = ServiceUnit.objects.filter(
        Q(contact_name="") | Q(contact_email="", contact_phone=""), node=node, active=True
    )
    return rows.order_by("name")


def has_coordinator(node: Node) -> bool:
    """Whether the node has a coordinator (R32)."""
    return Membership.objects.filter(node=node, role=Role.COORDINATOR, ended_at__isnull=True).exists()


@dataclass(frozen=True)
class NoteToWrite:
    """The quarter that the node should write about, and what came back of it, if anything."""

    quarter: Quarter
    returned: NodeReport | None


def note_to_write(node: Node) -> NoteToWrite | None:
    """The last ended quarter, where its report is not frozen and the node's words are not handed in; else None."""
    ended = [quarter for quarter in quarters(node.programme) if quarter.last_day < clock.today()]
    if not ended:
        return None
    report = report_of(node.programme, ended[0])
    if report is not None and report.state == ReportState.FROZEN:
        return None
    row = NodeReport.objects.filter(node=node, report=report).first() if report else None
    if row is not None and row.state in (NodeReportState.SUBMITTED, NodeReportState.ACCEPTED):
        return None
    return NoteToWrite(ended[0], row if row is not None and row.state == NodeReportState.RETURNED else None)


def people_in(*parts: Part) -> set[int]:
    """The participants whose names stand in the parts, for the read log."""
    rows = [row for each in parts for row in each.rows if isinstance(row, InterestForm | Offer | Placement)]
    return {row.participant_id for row in rows if not row.participant.protection}
