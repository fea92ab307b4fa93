"""The people whom the forecast leaves without an offer."""

from __future__ import annotations

from datetime import date

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from matching.models import Proposal
from matching.selectors.forecast.words import KINDS, kind_of
from matching.selectors.problems.missing import UNCHOSEN
from matching.tables.people import PersonalColumn, PersonTable
from vida.calendar import shown_due
from vida.columns import DeadlineColumn


class LeftTable(PersonTable):
    """Each with the last day, the first choice and what is missing. The view puts `wish` on each row."""

    participant = PersonalColumn(verbose_name=gettext_lazy("Deltagare"), order_by="participant__sort_key")
    due_on = DeadlineColumn(verbose_name=gettext_lazy("Erbjudande"), accessor="form__due_on")
    day = tables.Column(verbose_name=gettext_lazy("Sista dag"), accessor="form__due_on")
    wish = tables.Column(verbose_name=gettext_lazy("Vill helst"), empty_values=(), orderable=False)
    municipality = PersonalColumn(
        verbose_name=gettext_lazy("Kommun"),
        accessor="participant__municipality",
        order_by="participant__municipality__sort_key",
    )
    why_not = tables.Column(verbose_name=gettext_lazy("Vad som saknas"), orderable=False)

    count_words = ngettext_lazy("%(n)s person", "%(n)s personer", "n")

    class Meta:
        model = Proposal
        fields = ("participant", "due_on", "day", "wish", "municipality", "why_not")

    def render_participant(self, record: Proposal) -> SafeString:
        """The way to what there is, and what stands in the way."""
        return self.who(record, reverse("matching:suggestions", args=[self.node(), record.form_id]))

    def render_day(self, value: date) -> str:
        """The working day that it is shown as, after which the offer is late."""
        day = shown_due(value)
        return date_format(day, "l j E", use_l10n=False)

    def render_wish(self, record: Proposal) -> str:
        """The first choice, or the person's own words."""
        return "–" if self.hides(record) else record.wish or record.form.free_text or "–"

    def render_municipality(self, value: object, record: Proposal) -> str:
        """Where the person lives."""
        return "–" if self.hides(record) else str(value)

    def render_why_not(self, value: str, record: Proposal) -> SafeString | str:
        """What is missing, and the way to put it right where somebody can."""
        words = KINDS[kind_of(value)]
        if self.hides(record):
            return "–"
        remedies = {
            "waiver": ("participants:waiver", _("Skriv in ett medgivande")),
            "eligibility": ("participants:change", _("Se uppgifterna")),
            UNCHOSEN: ("participants:form_register", _("Välj intressen")),
        }
        if value not in remedies:
            return str(words)
        address, action = remedies[value]
        url = reverse(address, args=[self.node(), record.participant_id])
        return format_html('{}<br><a href="{}">{}</a>', words, url, action)
