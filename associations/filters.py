"""The filters above the lists: each is in the address, so that a list can be sent as a link."""

from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from associations.models import Activity, Association, RegisterRow
from associations.states import ActivityState
from nodes.models import InterestArea, Municipality
from vida import clock
from vida.text import fold

DAY, EVENING, WEEKEND = "day", "evening", "weekend"
EVENING_FROM = "17:00"
LONGEST_SEARCH = 100


class Tick(django_filters.Filter):
    """Ticked narrows the list; not ticked shows all, and is no filter at all."""

    field_class = forms.BooleanField


def _search(label: Any, method: str = "search") -> django_filters.CharFilter:
    return django_filters.CharFilter(
        label=label, method=method, widget=forms.TextInput(attrs={"type": "search"}), max_length=LONGEST_SEARCH
    )


def _municipalities(request: Any) -> Any:
    if request is None:
        return Municipality.objects.none()
    return Municipality.objects.filter(pk__in=request.access.node.node_municipalities.values("municipality"))


class ActivityFilter(django_filters.FilterSet):
    """By word, place, interest, time, state and what is still free."""

    q = _search(_("Sök aktivitet eller förening"))
    state = django_filters.ChoiceFilter(label=_("Läge"), empty_label=_("Alla lägen"), choices=ActivityState.choices)
    municipality = django_filters.ModelChoiceFilter(
        label=_("Kommun"), empty_label=_("Alla kommuner"), queryset=_municipalities
    )
    area = django_filters.ModelChoiceFilter(
        label=_("Intresse"),
        empty_label=_("Alla intressen"),
        queryset=InterestArea.objects.all(),
        to_field_name="code",
        method="by_area",
    )
    weekday = django_filters.ChoiceFilter(
        label=_("Veckodag"), empty_label=_("Alla dagar"), choices=Activity.Weekday.choices
    )
    part = django_filters.ChoiceFilter(
        label=_("Tid på dagen"),
        empty_label=_("Alla tider"),
        choices=[(DAY, _("Vardag före 17")), (EVENING, _("Vardagskväll")), (WEEKEND, _("Helg"))],
        method="by_part",
    )
    children = Tick(label=_("Barn får följa med"), field_name="children_welcome", method="only")
    free = Tick(label=_("Har lediga platser"), method="by_seats")

    class Meta:
        model = Activity
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:
        """Every word somewhere in the title, the association or the place."""
        for word in fold(value).split():
            queryset = queryset.filter(Q(search_key__contains=word) | Q(association__search_key__contains=word))
        return queryset

    def by_area(self, queryset: Any, _name: str, value: InterestArea) -> Any:
        """An area, or any area of a group."""
        return queryset.filter(
            pk__in=Activity.objects.filter(Q(interests__area=value) | Q(interests__area__parent=value)).values("pk")
        )

    def by_part(self, queryset: Any, _name: str, value: str) -> Any:
        """Weekday by day, weekday evening from 17, or weekend."""
        if value == WEEKEND:
            return queryset.filter(weekday__gte=5)
        early = Q(starts_at__lt=EVENING_FROM)
        return queryset.filter(early if value == DAY else ~early, weekday__lt=5)

    def only(self, queryset: Any, name: str, value: bool) -> Any:  # noqa: FBT001 - django-filter calls it so
        """Ticked narrows; not ticked shows all."""
        return queryset.filter(**{name: True}) if value else queryset

    def by_seats(self, queryset: Any, _name: str, value: bool) -> Any:  # noqa: FBT001 - django-filter calls it so
        """Those with a place that can be offered now: neither taken nor held by an offer, and not over (R30)."""
        if not value:
            return queryset
        return queryset.offerable(clock.today()).filter(seats__gt=F("seats_taken") + F("seats_offered"))


class AssociationFilter(django_filters.FilterSet):
    """By word, place, kind, state and whether they have something now."""

    q = _search(_("Sök namn eller organisationsnummer"))
    municipality = django_filters.ModelChoiceFilter(
        label=_("Kommun"), empty_label=_("Alla kommuner"), queryset=_municipalities
    )
    kind = django_filters.ChoiceFilter(label=_("Slag"), empty_label=_("Alla slag"), choices=Association.Kind.choices)
    status = django_filters.ChoiceFilter(
        label=_("Läge"), empty_label=_("Alla lägen"), choices=Association.Status.choices
    )
    active_now = Tick(label=_("Har aktiviteter nu"), method="with_activities")

    class Meta:
        model = Association
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:
        """Every word in the name, or the digits in the number."""
        digits = "".join(char for char in value if char.isdecimal())
        if len(digits) >= 4:
            return queryset.filter(organisation_number__contains=digits)
        for word in fold(value).split():
            queryset = queryset.filter(search_key__contains=word)
        return queryset

    def with_activities(self, queryset: Any, _name: str, value: bool) -> Any:  # noqa: FBT001 - django-filter calls it so
        """Those with an activity that goes on."""
        return queryset.filter(activities_now__gt=0) if value else queryset


class RowFilter(django_filters.FilterSet):
    """A register's rows by outcome, and whether somebody has dealt with them."""

    q = _search(_("Sök förening"))
    outcome = django_filters.ChoiceFilter(
        label=_("Utfall"), empty_label=_("Alla utfall"), choices=RegisterRow.Outcome.choices
    )
    open = Tick(label=_("Bara det som är kvar att göra"), method="to_do")

    class Meta:
        model = RegisterRow
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:
        """Part of the name, as the register writes it."""
        return queryset.filter(name__icontains=value)

    def to_do(self, queryset: Any, _name: str, value: bool) -> Any:  # noqa: FBT001 - django-filter calls it so
        """Faulty rows that nobody has marked as dealt with."""
        return queryset.filter(outcome=RegisterRow.Outcome.FAULTY, resolved_at__isnull=True) if value else queryset
