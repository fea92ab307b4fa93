"""The filters above the log of who has seen whom."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nodes.models import Node, ReadLog, User
from vida.clock import STOCKHOLM
from vida.fields import DayField


class DayFilter(django_filters.DateFilter):
    """A day as people write it."""

    field_class = DayField


class ReadLogFilter(django_filters.FilterSet):
    """By who saw, whom, and when: what the recurrent check asks (2001:454 10 §)."""

    vem = django_filters.ModelChoiceFilter(
        label=_("Vem"), field_name="user", queryset=User.objects.none(), empty_label=_("Alla")
    )
    deltagare = django_filters.NumberFilter(
        label=_("Deltagare nr"), field_name="participant_id", min_value=1, max_value=2**63 - 1, decimal_places=0
    )
    fran = DayFilter(label=_("Från"), method="since")
    till = DayFilter(label=_("Till och med"), method="until")

    class Meta:
        model = ReadLog
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet[ReadLog], node: Node) -> None:
        super().__init__(data, queryset=queryset)
        everybody = User.objects.filter(memberships__programme=node.programme)  # those who have left as well
        self.filters["vem"].queryset = everybody.distinct().order_by("name", "id")

    def since(self, rows: QuerySet[ReadLog], _name: str, day: date) -> QuerySet[ReadLog]:
        """From the day's first moment; moments and not days, for the index knows them."""
        return rows.filter(at__gte=datetime.combine(day, time.min, STOCKHOLM))

    def until(self, rows: QuerySet[ReadLog], _name: str, day: date) -> QuerySet[ReadLog]:
        """To the day's last moment."""
        return rows.filter(at__lt=datetime.combine(day + timedelta(days=1), time.min, STOCKHOLM))
