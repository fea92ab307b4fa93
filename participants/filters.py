"""What the list of participants can be narrowed by. Nothing sensitive is among it (2018:218 3 kap. 3 §, R179)."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nodes.languages import languages
from nodes.models import Node, ServiceUnit
from participants.forms.interests import grouped_areas
from participants.models import InformationMeeting, Participant
from participants.selectors import lists
from participants.states import FormState
from vida import clock
from vida.deadlines import LATE, LATER, SOON
from vida.selects import KeptChoiceFilter

OTHER, GONE = "other", "slutat"
STATES = [*FormState.choices, (lists.NONE, _("Ingen intresseanmälan"))]
LEFT = [
    (LATE, _("Försenade")),
    (SOON, _("Snart dags")),
    (LATER, _("Gott om tid")),
]


@cache
def _reference_choices(_language: str | None) -> tuple[list[tuple[str, Any]], list[tuple[str, str]]]:
    """The interest areas and the languages of people, in the words of the reader's language."""
    return grouped_areas(whole=_("Allt inom %(group)s"))[1:], [(each.code, each.name) for each in languages().values()]


class ParticipantFilter(django_filters.FilterSet):
    """Name, state, clock, place, unit, interest and language."""

    q = django_filters.CharFilter(
        label=_("Sök på namn"),
        method="by_name",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    lage = KeptChoiceFilter(label=_("Läge"), method="by_state", empty_label=_("Alla lägen"), choices=STATES)
    klocka = KeptChoiceFilter(label=_("Dagar kvar"), method="by_clock", empty_label=_("Alla"), choices=LEFT)
    kommun = KeptChoiceFilter(label=_("Kommun"), method="by_municipality", empty_label=_("Alla kommuner"))
    enhet = KeptChoiceFilter(label=_("Enhet"), field_name="service_unit_id", empty_label=_("Alla enheter"))
    intresse = KeptChoiceFilter(label=_("Intresse"), method="by_area", empty_label=_("Alla intressen"))
    sprak = KeptChoiceFilter(label=_("Språk"), method="by_language", empty_label=_("Alla språk"))
    vilka = KeptChoiceFilter(
        label=_("Deltagare"), method="decided", empty_label=_("Deltar nu"), choices=[(GONE, _("Har slutat"))]
    )

    class Meta:
        model = Participant
        fields: list[str] = []

    def __init__(self, *args: Any, node: Node, units: list[ServiceUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = list(node.municipalities.order_by("sort_key").values_list("code", "name").distinct())
        self.filters["kommun"].extra["choices"] = [*self.own, (OTHER, _("Utanför noden"))]
        self.filters["enhet"].extra["choices"] = [(str(unit.pk), str(unit)) for unit in units]
        areas, spoken = _reference_choices(get_language())
        self.filters["intresse"].extra["choices"], self.filters["sprak"].extra["choices"] = areas, spoken

    def by_name(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Every word somewhere in the name."""
        return lists.search(rows, value)

    def by_state(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """The state of the form."""
        return lists.in_state(rows, value)

    def by_clock(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """How long is left."""
        return lists.with_days_left(rows, value)

    def by_municipality(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """One of the node's, or any other."""
        if value == OTHER:
            return rows.exclude(municipality_id__in=[code for code, _name in self.own])
        return rows.filter(municipality_id=value)

    def by_area(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """A wish of the open form."""
        return lists.wishing(rows, value)

    def by_language(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """A language that the person speaks."""
        return rows.filter(languages__contains=[value])

    def decided(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """Decided before: the list of those who have left is another one (`views.lists.filtered`)."""
        return rows


COMING, BEEN = "kommande", "varit"


class MeetingFilter(django_filters.FilterSet):
    """Information meetings by words, and by whether they are still to come."""

    q = django_filters.CharFilter(
        label=_("Möte eller plats"), method="by_words", widget=forms.TextInput(attrs={"type": "search"}), max_length=100
    )
    nar = django_filters.ChoiceFilter(
        label=_("När"),
        choices=[(COMING, _("I dag och framåt")), (BEEN, _("Har varit"))],
        empty_label=_("Alla"),
        method="by_time",
    )

    class Meta:
        model = InformationMeeting
        fields: list[str] = []

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Every word somewhere in the name or the place."""
        for word in value.split():
            rows = rows.filter(Q(title__icontains=word) | Q(place__icontains=word))
        return rows

    def by_time(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """From today on, or before."""
        today = clock.today()
        return rows.filter(held_on__gte=today) if value == COMING else rows.filter(held_on__lt=today)
