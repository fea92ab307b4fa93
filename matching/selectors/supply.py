"""The activities that could be offered, as the rules want them: two queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from associations.models import Activity, ActivityInterest
from associations.states import ActivityState
from matching.rules import ActivityFacts
from nodes.models import InterestArea
from nodes.zones import zone_of

OFFERED_FROM = (ActivityState.APPROVED, ActivityState.RUNNING)
READ = (
    "title", "weekday", "starts_at", "minutes", "first_on", "last_on", "place", "municipality_id", "postcode", "seats",
    "seats_taken", "seats_offered", "for_whom", "min_age", "max_age", "children_welcome", "languages",
)  # fmt: skip
# The names alone: models of association and node beside each activity would take longer than all the rest.
NAMES = {"owner": Coalesce("association__name", "association_name"), "home": F("home_node__name")}


def listed_on(on: date) -> QuerySet[Activity]:
    """The approved and running activities with an occasion to come, full ones included; for pages and the engine
    alike.
    """
    return Activity.objects.standing().filter(state__in=OFFERED_FROM, last_on__gte=on)


def activities_on(on: date, *, groups: Collection[str] | None = None) -> list[ActivityFacts]:
    """What `listed_on` lists: full activities too, so that a page can say so.

    With `groups` only those of these interest groups, by code.
    """
    rows = listed_on(on)
    if groups is not None:
        areas = ActivityInterest.objects.filter(area__parent__code__in=groups) | ActivityInterest.objects.filter(
            area__code__in=groups
        )
        rows = rows.filter(pk__in=areas.values("activity_id"))
    return _facts_of(rows.order_by("first_on", "id"))


def activities_among(activity_ids: Collection[int]) -> list[ActivityFacts]:
    """The activities with these keys; two queries."""
    return _facts_of(Activity.objects.filter(pk__in=activity_ids).order_by("pk"))


def _facts_of(rows: QuerySet[Activity]) -> list[ActivityFacts]:
    activities: list[Any] = list(rows.only(*READ).annotate(**NAMES))
    areas = _areas([activity.pk for activity in activities])
    return [
        ActivityFacts(
            pk=activity.pk,
            title=activity.title,
            association=activity.owner,
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
            home=activity.home or "",
        )
        for activity in activities
    ]


def _areas(activity_ids: Collection[int]) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = ActivityInterest.objects.filter(activity_id__in=activity_ids).order_by("activity_id", "area__position", "id")
    name = f"area__{InterestArea.name_field()}"
    for pk, code, group, words in rows.values_list("activity_id", "area__code", "area__parent__code", name):
        found[pk].append((code, group or code, words))
    return found
