"""The association's words between the form and the activity: what the form understood, and back to what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from associations.framework import VERSION, describe
from associations.models import Activity
from nodes.models import InterestArea
from vida.text import fold, sort_key

COLUMNS = (
    "title", "description", "weekday", "starts_at", "minutes", "interval_days", "first_on", "occasions_planned",
    "place", "address", "postcode", "municipality", "seats", "for_whom", "min_age", "max_age", "children_welcome",
    "languages", "contact_name", "contact_email", "contact_phone", "within_operation", "introduction", "theory_rules",
    "theory_organisation", "continuing", "can_continue", "unbound", "compensation", "compensation_amount",
    "association_name", "association_kind", "association_number", "no_number_reason",
)  # fmt: skip


@dataclass(frozen=True)
class Content:
    """The columns of an activity and its interest areas."""

    columns: Mapping[str, Any]
    areas: tuple[InterestArea, ...]


def content_of(cleaned: Mapping[str, Any]) -> Content:
    """The content in a valid form's cleaned fields; keys and the last day follow from what was said."""
    columns = {name: cleaned[name] for name in COLUMNS}
    columns["can_continue"] = bool(columns["can_continue"])
    if columns["association_number"]:
        columns["no_number_reason"] = ""
    if columns["compensation"] != Activity.Compensation.MONEY:
        columns["compensation_amount"] = None
    dates = describe(cleaned, None).dates
    marks = {f"promotes_{mark}": mark in cleaned["promotes"] for mark in ("language", "health", "network")}
    keys = {
        "sort_key": sort_key(columns["title"])[:200],
        "search_key": fold(f"{columns['title']} {columns['association_name']} {columns['place']}")[:500],
        "last_on": dates[-1],
        "framework_version": VERSION,
    }
    return Content({**columns, **marks, **keys}, tuple(cleaned["areas"]))


def typed(activity: Activity) -> dict[str, list[str]]:
    """An activity as its form would have been typed, for one that never had a form."""
    data = {name: getattr(activity, name) for name in COLUMNS if name not in {"municipality", "languages"}}
    data |= {"municipality": activity.municipality_id, "association_name": activity.owner_name}
    data["can_continue"] = "yes" if activity.can_continue else "no"
    data["starts_at"] = f"{activity.starts_at:%H:%M}"
    data["first_on"] = activity.first_on.isoformat()
    data |= {name: "on" if data[name] else None for name in ("children_welcome", "within_operation", "unbound")}
    made = {name: [str(value)] for name, value in data.items() if value not in (None, "")}
    made["areas"] = list(activity.interests.order_by("id").values_list("area__code", flat=True))
    made["promotes"], made["languages"] = activity.promotes, list(activity.languages)
    return made
