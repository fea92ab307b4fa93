"""When an activity really begins: the first occasion that is not called off."""

from __future__ import annotations

from datetime import datetime

from associations.models import Activity
from vida import clock


def first_occasion(activity: Activity) -> datetime:
    """The moment of the first occasion; before the occasions are made, the first day at its time in Sweden."""
    occasion = activity.occasions.filter(cancelled_at__isnull=True).order_by("starts_at").first()
    if occasion:
        return occasion.starts_at
    return datetime.combine(activity.first_on, activity.starts_at, clock.STOCKHOLM)


def has_begun(activity: Activity) -> bool:
    """Whether the first occasion has begun."""
    return clock.now() >= first_occasion(activity)
