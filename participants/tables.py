"""The lists of this app."""

from datetime import time
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from participants.models import InformationMeeting, Participant
from participants.selectors.lists import LatestForm, by_clock, latest_forms
from participants.states import FormState
from vida.addresses import addresses
from vida.columns import DayColumn, NameColumn
from vida.templatetags.look import badge, deadline_badge, state_badge

WHOLE = {"td": {"class": "number"}, "th": {"class": "number"}}  # a date stays on its line


class ParticipantTable(tables.Table):
    """Who takes part, where it stands, and how long is left."""

    name = NameColumn(
        verbose_name=_("Namn"),
        accessor="full_name",
        order_by=("sort_key", "id"),
        linkify=lambda record, table: table.address(record.pk),
    )
    left = tables.Column(verbose_name=_("Läge"), empty_values=())
    wishes = tables.Column(verbose_name=_("Intressen"), empty_values=(), orderable=False)
    municipality = tables.Column(verbose_name=_("Kommun"), accessor="municipality_name", orderable=False)
    service_unit = tables.Column(verbose_name=_("Enhet"), accessor="unit_name", orderable=False)
    registered = DayColumn(
        verbose_name=_("Registrerad"),
        accessor="registered_at",
        order_by=("registered_at", "id"),
        format="Y-m-d",
        attrs=WHOLE,
    )

    count_words = ngettext_lazy("%(n)s deltagare", "%(n)s deltagare", "n")

    class Meta:
        model = Participant
        fields: list[str] = []
        sequence = ["name", "left", "wishes", "municipality", "service_unit", "registered"]

    def __init__(self, *args: Any, node: Any, **kwargs: Any) -> None:
        self.address = addresses("matching:participant", node.slug)
        super().__init__(*args, **kwargs)

    @cached_property
    def forms(self) -> dict[int, LatestForm]:
        """The latest forms of the people on the page."""
        return latest_forms(row.record for row in self.paginated_rows)

    def order_left(self, rows: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:  # noqa: FBT001 - django-tables2's signature
        """By the clock of the form that waits."""
        return by_clock(rows, descending=is_descending), True

    def render_left(self, record: Participant) -> SafeString:
        """The state of the latest form, and its clock while it waits."""
        form = self.forms.get(record.pk)
        if record.withdrawn_at:
            return badge(_("Har slutat"), "neutral", "logout")
        if form is None:
            return badge(_("Ingen intresseanmälan"))
        state = state_badge(form.state, form.state.label)
        return format_html("{} {}", deadline_badge(form.due_on), state) if form.state == FormState.WAITING else state

    def render_wishes(self, record: Participant) -> str:
        """The ranked areas, the first one first."""
        form = self.forms.get(record.pk)
        return ", ".join(form.wishes) if form and form.wishes else "–"


class MeetingTable(tables.Table):
    """Information meetings, the newest first."""

    title = tables.Column(
        verbose_name=_("Möte"),
        linkify=lambda record, table: reverse("participants:meeting", args=[table.node.slug, record.pk]),
    )
    held_on = DayColumn(verbose_name=_("Datum"), format="Y-m-d")
    starts_at = tables.TimeColumn(verbose_name=_("Tid"), format="H.i", orderable=False)
    place = tables.Column(verbose_name=_("Plats"), orderable=False)
    matching_on = DayColumn(verbose_name=_("Matchningsmöte"), format="Y-m-d")

    count_words = ngettext_lazy("%(n)s möte", "%(n)s möten", "n")

    class Meta:
        model = InformationMeeting
        fields: list[str] = []
        sequence = ["title", "held_on", "starts_at", "place", "matching_on"]

    def __init__(self, *args: Any, node: Any, **kwargs: Any) -> None:
        self.node = node
        super().__init__(*args, **kwargs)

    def value_starts_at(self, value: time | None) -> str:
        """The time on a sheet, as on the page; a meeting may have none yet."""
        return f"{value:%H.%M}" if value else ""
