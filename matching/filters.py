"""The filter rows of matching's lists. A protected person's place and wishes are never found by a filter (facts §
4.3).
"""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from matching.models import Offer
from matching.states import OfferState
from nodes.models import InterestArea, Municipality, Node, User
from participants.models import InterestChoice, InterestForm
from vida import clock
from vida.deadlines import LATE, LATER, SOON, with_days_left
from vida.text import fold

DAYS: list[tuple[str, Any]] = [
    (LATE, _("Försenade")),
    (SOON, _("Snart dags")),
    (LATER, _("Gott om tid")),
]


class WaitingFilter(filters.FilterSet):
    """Who waits: by name, municipality, interest and days left."""

    q = filters.CharFilter(label=_("Namn"), method="by_name")
    kommun = filters.ModelChoiceFilter(
        label=_("Kommun"),
        queryset=Municipality.objects.none(),
        empty_label=_("Alla"),
        to_field_name="code",
        method="by_municipality",
    )
    intresse = filters.ModelChoiceFilter(
        label=_("Intresse"),
        queryset=InterestArea.objects.none(),
        empty_label=_("Alla"),
        to_field_name="code",
        method="by_area",
    )
    dagar = filters.ChoiceFilter(label=_("Dagar kvar"), choices=DAYS, empty_label=_("Alla"), method="by_days")

    class Meta:
        model = InterestForm
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kommun"].queryset = node.municipalities.order_by("sort_key")
        self.filters["intresse"].queryset = InterestArea.objects.select_related("parent").order_by("position")
        self.filters["intresse"].field.label_from_instance = _indented

    def by_name(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Part of a name, as one says it."""
        return rows.filter(participant__protection="", participant__search_key__contains=fold(value)[:100])

    def by_municipality(self, rows: QuerySet, _name: str, value: Municipality) -> QuerySet:
        """Those who live there."""
        return rows.filter(participant__protection="", participant__municipality=value)

    def by_area(self, rows: QuerySet, _name: str, value: InterestArea) -> QuerySet:
        """Those who chose the interest, or anything in the group."""
        chosen = InterestChoice.objects.filter(area=value) | InterestChoice.objects.filter(area__parent=value)
        return rows.filter(participant__protection="", pk__in=chosen.values("form_id"))

    def by_days(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those with so many days left."""
        return rows.filter(with_days_left(value, "due_on", clock.today()))


def _indented(area: InterestArea) -> str:
    return f"– {area.name}" if area.parent_id else area.name


class OfferFilter(filters.FilterSet):
    """Offers: by name, state, giver and how long there is left to answer."""

    q = filters.CharFilter(label=_("Namn eller aktivitet"), method="by_words")
    lage = filters.ChoiceFilter(label=_("Läge"), field_name="state", choices=OfferState.choices, empty_label=_("Alla"))
    givare = filters.ModelChoiceFilter(
        label=_("Gett av"), field_name="given_by", queryset=User.objects.none(), empty_label=_("Alla")
    )
    dagar = filters.ChoiceFilter(label=_("Dagar att svara"), choices=DAYS, empty_label=_("Alla"), method="by_days")

    class Meta:
        model = Offer
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__node=node).distinct()
        self.filters["givare"].queryset = members.order_by("name", "id")

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Part of the participant's name or of the activity's."""
        words = fold(value)[:100]
        found = rows.filter(participant__search_key__contains=words) | rows.filter(activity__search_key__contains=words)
        return found.filter(participant__protection="")

    def by_days(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Unanswered ones with so many days left to answer."""
        return rows.filter(with_days_left(value, "reply_by", clock.today()), state=OfferState.GIVEN)
