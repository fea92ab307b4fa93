"""What several lists are filtered by: municipality, interest, and days left."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nodes.models import InterestArea, Municipality, Node
from vida.deadlines import LATE, LATER, SOON

DAYS: list[tuple[str, Any]] = [
    (LATE, _("Försenade")),
    (SOON, _("Snart dags")),
    (LATER, _("Gott om tid")),
]


def municipality_filter(**how: Any) -> filters.ModelChoiceFilter:
    """A choice among the node's municipalities, named `kommun` where it stands; `how` says what it compares."""
    return filters.ModelChoiceFilter(
        label=_("Kommun"),
        queryset=Municipality.objects.none(),
        empty_label=_("Alla"),
        to_field_name="code",
        **how or {"method": "by_municipality"},
    )


def interest_filter(label: str | Promise) -> filters.ModelChoiceFilter:
    """A choice among all interest areas, named `intresse` where it stands; the method `by_area` compares."""
    return filters.ModelChoiceFilter(
        label=label,
        queryset=InterestArea.objects.none(),
        empty_label=_("Alla"),
        to_field_name="code",
        method="by_area",
    )


class InNode(filters.FilterSet):
    """A filter row whose `kommun` and `intresse` offer what the node has."""

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node = node
        self.filters["kommun"].queryset = node.municipalities.order_by("sort_key")
        self.filters["intresse"].queryset = InterestArea.objects.select_related("parent").order_by("position")
        self.filters["intresse"].field.label_from_instance = indented


def indented(area: InterestArea) -> str:
    """The area's name in a list of all, inside its group."""
    return f"– {area.name}" if area.parent_id else area.name
