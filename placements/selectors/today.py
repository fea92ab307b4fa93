"""What of the placements needs a hand now: plans to write, lists to fill in, people who start."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from associations.models import Occasion
from participants.selectors.protected import hidden_last
from placements.models import Placement
from placements.states import PlacementState
from vida.clock import local

PLAN_LATE_AFTER_DAYS = 7  # R119
LIST_DUE_AFTER_DAYS = 14  # after the last occasion (R127)
LATELY_DAYS = 14
LIST_ASKED_FOR_DAYS = 28  # after it was due; then the activity's own page still says what is missing


def plans_to_write() -> QuerySet[Placement]:
    """A yes that is not yet in the plan, the oldest first (R119)."""
    rows = Placement.objects.filter(state__in=[PlacementState.AGREED, PlacementState.STARTED], plan_entered_on=None)
    return rows.select_related("participant", "activity").order_by("agreed_on", "id")


def starting(on: date, days: int = 7) -> QuerySet[Placement]:
    """Those whose activity has its first occasion within `days` from `on`; the protected last."""
    rows = Placement.objects.filter(state__in=[PlacementState.AGREED, PlacementState.IN_PLAN])
    rows = rows.filter(activity__first_on__gte=on, activity__first_on__lt=on + timedelta(days=days))
    return rows.select_related("participant", "activity").order_by(*hidden_last("activity__first_on"))


def unmarked_occasions(now: datetime) -> QuerySet[Occasion]:
    """Occasions that somebody had a place in and that nobody has marked (R127).

    While the activity goes on, those of the last two weeks; when it has ended all of them, until long after the list
    was due.
    """
    today = local(now).date()
    has_place = Placement.objects.filter(activity=OuterRef("activity")).exclude(state=PlacementState.CANCELLED)
    rows = Occasion.objects.filter(
        Q(ends_at__gte=now - timedelta(days=LATELY_DAYS)) | Q(activity__last_on__lt=today),
        Exists(has_place),
        marked=False,
        cancelled_at__isnull=True,
        ends_at__lt=now,
        activity__last_on__gte=today - timedelta(days=LIST_DUE_AFTER_DAYS + LIST_ASKED_FOR_DAYS),
    )
    return rows.select_related("activity").order_by("starts_at", "id")


def counts(activity_id: int) -> dict[str, int]:
    """How many have a place, have begun and have finished in the activity."""
    return Placement.objects.filter(activity_id=activity_id).aggregate(
        placed=Count("id", filter=~Q(state=PlacementState.CANCELLED)),
        started=Count("id", filter=Q(started_on__isnull=False)),
        completed=Count("id", filter=Q(state=PlacementState.COMPLETED)),
    )
