"""When an activity really begins: the first occasion that is not called off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min

from associations.models import Activity, Occasion
from matching.models import Offer
from vida import clock


def first_occasion(activity: Activity) -> datetime:
    """The moment of the first occasion; before the occasions are made, the first day at its time in Sweden."""
    return first_occasions([activity])[activity.pk]


def first_occasions(activities: Collection[Activity]) -> dict[int, datetime]:
    """The same for several, by activity; one query."""
    rows = Occasion.objects.filter(activity_id__in=[each.pk for each in activities], cancelled_at__isnull=True)
    made = dict(rows.order_by("activity_id").values_list("activity_id").annotate(Min("starts_at")))
    return {
        each.pk: made.get(each.pk) or datetime.combine(each.first_on, each.starts_at, clock.STOCKHOLM)
        for each in activities
    }


def has_begun(offer: Offer) -> bool:
    """Whether the activity has met since the answer: the person's own first occasion, also in one that was running."""
    activity, since = offer.activity, offer.answered_at or offer.given_at
    held = activity.occasions.filter(cancelled_at__isnull=True).order_by("starts_at")
    moments = list(held.values_list("starts_at", flat=True)) or [first_occasion(activity)]
    return any(since < moment <= clock.now() for moment in moments)
