"""The outreach tasks."""

from __future__ import annotations

from datetime import date, datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext_lazy

from matching.models import OutreachTask
from vida import clock
from vida.columns import DayColumn, DeadlineColumn, NumberColumn, StateColumn
from vida.templatetags.look import name


class OutreachTable(tables.Table):
    """What is looked for, for how many, by whom, and when somebody comes back to it."""

    area = tables.Column(verbose_name=gettext_lazy("Vi söker"), order_by=("area__position", "municipality__sort_key"))
    state = StateColumn(verbose_name=gettext_lazy("Läge"))
    next_on = DeadlineColumn(verbose_name=gettext_lazy("Nästa steg"))
    waiting_now = NumberColumn(verbose_name=gettext_lazy("Väntar nu"))
    contacted = NumberColumn(verbose_name=gettext_lazy("Tillfrågade"))
    responsible = tables.Column(verbose_name=gettext_lazy("Ansvarig"), order_by="responsible__name")
    opened_at = DayColumn(verbose_name=gettext_lazy("Påbörjad"))

    count_words = ngettext_lazy("%(n)s uppgift", "%(n)s uppgifter", "n")

    class Meta:
        model = OutreachTask
        fields = ("area", "state", "next_on", "waiting_now", "contacted", "responsible", "opened_at")

    def render_area(self, record: OutreachTask) -> SafeString:
        """The way to the task."""
        url = reverse("matching:outreach_task", args=[self.request.access.node.slug, record.pk])
        return format_html('<a href="{}">{}</a>', url, str(record))

    def value_area(self, record: OutreachTask) -> str:
        """The same, for a sheet."""
        return str(record)

    def render_responsible(self, record: OutreachTask) -> SafeString:
        """Who has it in hand."""
        return name(record.responsible.name)

    def value_responsible(self, record: OutreachTask) -> str:
        """The name alone, for a sheet."""
        return record.responsible.name

    def value_opened_at(self, value: datetime) -> date:
        """The day, for a sheet."""
        return clock.local(value).date()
