"""What of the placements needs a hand now: plans to write, lists to fill in, people who start."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from associations.models import Occasion
from placements.models import Attendance, Placement
from placements.states import PlacementState

PLAN_LATE_AFTER_DAYS = 7  # R119
LIST_DUE_AFTER_DAYS = 14  # R127


def plans_to_write() -> QuerySet[Placement]:
    """A yes that is not yet in the plan, the oldest first (R119)."""
    rows = Placement.objects.filter(state__in=[PlacementState.AGREED, PlacementState.STARTED], plan_entered_on=None)
    return rows.select_related("participant", "activity").order_by("agreed_on", "id")


def starting(on: date, days: int = 7) -> QuerySet[Placement]:
    """Those whose activity has its first occasion within `days` from `on`."""
    rows = Placement.objects.filter(state__in=[PlacementState.AGREED, PlacementState.IN_PLAN])
    rows = rows.filter(activity__first_on__gte=on, activity__first_on__lt=on + timedelta(days=days))
    return rows.select_related("participant", "activity").order_by("activity__first_on", "id")


def unmarked_occasions(now: datetime, days: int = LIST_DUE_AFTER_DAYS) -> QuerySet[Occasion]:
    """Occasions of the last `days` days that somebody had a place in and that nobody has marked."""
    has_place = Placement.objects.filter(activity=OuterRef("activity")).exclude(state=PlacementState.CANCELLED)
    marked = Attendance.objects.filter(occasion=OuterRef("pk"))
    since = now - timedelta(days=days)
    rows = Occasion.objects.filter(
        Exists(has_place),
        ~Exists(marked),
        cancelled_at__isnull=True,
        ends_at__lt=now,
        ends_at__gte=since,
        # No occasion is a day long: said so that the index by start finds them.
        starts_at__lt=now,
        starts_at__gte=since - timedelta(days=1),
    )
    return rows.select_related("activity").order_by("starts_at", "id")


def counts(activity_id: int) -> dict[str, int]:
    """How many have a place, have begun and have finished in the activity."""
    return Placement.objects.filter(activity_id=activity_id).aggregate(
        placed=Count("id", filter=~Q(state=PlacementState.CANCELLED)),
        started=Count("id", filter=Q(started_on__isnull=False)),
        completed=Count("id", filter=Q(state=PlacementState.COMPLETED)),
    )
