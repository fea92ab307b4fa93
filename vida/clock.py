"""The one place that tells the time. A demonstration or a test may move it whole days ahead."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """The present moment, aware, in UTC, moved `settings.CLOCK_DAYS_AHEAD` days ahead at the same Swedish wall time."""
    return (local(timezone.now()) + timedelta(days=settings.CLOCK_DAYS_AHEAD)).astimezone(UTC)


def today() -> date:
    """The present calendar day in Sweden: at 23.30 UTC in winter it is already tomorrow."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as Swedish wall time; ValueError for a moment without a time zone."""
    if timezone.is_naive(moment):
        raise ValueError("a moment without a time zone has no local time")
    return moment.astimezone(STOCKHOLM)
