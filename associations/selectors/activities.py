"""Activities for lists, for pages and for the matching."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, Prefetch
from django.utils.dates import WEEKDAYS

from associations import framework
from associations.models import Activity, ActivityInterest
from associations.states import ACTIVITY, ActivityState

if TYPE_CHECKING:
    from associations.models.activities import ActivityQuerySet

DESCRIBED = (
    "interval_days", "minutes", "occasions_planned", "first_on", "starts_at", "contact_name", "contact_email",
    "contact_phone", "introduction", "theory_rules", "theory_organisation", "can_continue", "continuing",
    "within_operation", "unbound", "promotes",
)  # fmt: skip


def described(activity: Activity) -> framework.Described:
    """What the framework asks about, read from the activity's columns and its programme's period (R4)."""
    programme = activity.node.programme
    columns = {name: getattr(activity, name) for name in DESCRIBED}
    return framework.describe(columns, (programme.starts_on, programme.ends_on))


def when(activity: Activity, days: Mapping[int, Any] = WEEKDAYS) -> str:
    """The day and time of the week: "tisdag 18.00–19.30"; with `days=WEEKDAYS_ABBR` "tis 18.00–19.30"."""
    ends = activity.starts_at.hour * 60 + activity.starts_at.minute + activity.minutes
    starts = f"{activity.starts_at:%H.%M}"
    return f"{days[activity.weekday]} {starts}–{ends // 60 % 24:02d}.{ends % 60:02d}"


def listed() -> ActivityQuerySet:
    """All activities of the nodes in scope with what a list shows of each: a fixed number of queries."""
    areas = Prefetch("interests", ActivityInterest.objects.select_related("area").order_by("area__position", "id"))
    rows = Activity.objects.select_related("association", "municipality", "home_node").prefetch_related(areas)
    return rows.annotate(free=F("seats") - F("seats_taken"))


def offerable(on: date) -> ActivityQuerySet:
    """Approved or running activities with a free place and an occasion on or after `on`, areas prefetched (R115)."""
    return listed().offerable(on)


def waiting_for_decision() -> ActivityQuerySet:
    """Submitted activities, the one that has waited longest first: for Idag."""
    return listed().filter(state=ActivityState.SUBMITTED).order_by("submitted_at", "id")


def buttons_for(activity: Activity, roles: Collection[str]) -> tuple[str, ...]:
    """The events that these roles may do to the activity now, by the state table; none to another node's."""
    return () if activity.home_node_id else ACTIVITY.events(activity.state, *roles)
