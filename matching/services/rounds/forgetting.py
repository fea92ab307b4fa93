"""Forecasts that a newer one takes the place of are deleted; only the newest says anything."""

from __future__ import annotations

from django.db.models import QuerySet

from matching.models import MatchingRound


def forget(forecasts: QuerySet[MatchingRound]) -> None:
    """Delete them, but for those that a worker has in hand: they are left to go with the next.

    To delete one of those would be to wait for the whole of its work, and what it writes would then have no round.
    """
    free = forecasts.select_for_update(of=("self",), skip_locked=True).order_by("pk").values_list("pk", flat=True)
    MatchingRound.objects.filter(pk__in=list(free)).delete()
