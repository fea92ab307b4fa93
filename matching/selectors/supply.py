"""The activities that could be offered, as the rules want them: two queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from associations.models import Activity, ActivityInterest
from associations.states import ActivityState
from matching.rules import ActivityFacts
from nodes.travel import zone_of

OFFERED_FROM = (ActivityState.APPROVED, ActivityState.RUNNING)


def activities_on(on: date, *, groups: Collection[str] | None = None) -> list[ActivityFacts]:
    """The node's approved and running activities with an occasion to come, full ones included so that a page can say
    so.

    With `groups` only those of these interest groups, by code.
    """
    rows = Activity.objects.filter(state__in=OFFERED_FROM, last_on__gte=on)
    if groups is not None:
        areas = ActivityInterest.objects.filter(area__parent__code__in=groups) | ActivityInterest.objects.filter(
            area__code__in=groups
        )
        rows = rows.filter(pk__in=areas.values("activity_id"))
    return facts_of(list(rows.select_related("association", "home_node").order_by("first_on", "id")))


def activities_among(activity_ids: Collection[int]) -> list[ActivityFacts]:
    """The activities with these keys; two queries."""
    return facts_of(list(Activity.objects.filter(pk__in=activity_ids).select_related("association", "home_node")))


def facts_of(activities: Collection[Activity]) -> list[ActivityFacts]:
    """These activities as the rules want them; one query. Have `association` and `home_node` loaded."""
    areas = _areas([activity.pk for activity in activities])
    return [
        ActivityFacts(
            pk=activity.pk,
            title=activity.title,
            association=activity.association.name if activity.association else "",
            areas=tuple(areas[activity.pk]),
            weekday=activity.weekday,
            starts_at=activity.starts_at,
            minutes=activity.minutes,
            first_on=activity.first_on,
            last_on=activity.last_on,
            place=activity.place,
            zone=zone_of(activity.municipality_id, activity.postcode),
            seats_free=activity.seats_free,
            seats_held=activity.seats_held,
            for_whom=activity.for_whom,
            min_age=activity.min_age,
            max_age=activity.max_age,
            children_welcome=activity.children_welcome,
            languages=tuple(activity.languages),
            home=activity.home_node.name if activity.home_node else "",
        )
        for activity in activities
    ]


def _areas(activity_ids: Collection[int]) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = ActivityInterest.objects.filter(activity_id__in=activity_ids).select_related("area__parent")
    for row in rows.order_by("activity_id", "area__position", "id"):
        group = row.area.parent or row.area
        found[row.activity_id].append((row.area.code, group.code, row.area.name))
    return found
