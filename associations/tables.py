"""The lists of activities, associations and register rows."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from associations.models import Activity, Association, RegisterRow
from associations.selectors.activities import when
from vida.columns import DayColumn, NameColumn, NumberColumn, StateColumn
from vida.fields import show_phone
from vida.identity import show_organisation_number
from vida.templatetags.look import badge


class NodeTable(tables.Table):
    """A table that knows the node's word, for the way into its rows."""

    def __init__(self, *args: Any, node_slug: str, **kwargs: Any) -> None:
        self.node_slug = node_slug
        super().__init__(*args, **kwargs)


def _into(name: str) -> Any:
    """A link from the row's name to the row."""

    def link(record: Any, table: NodeTable) -> str:
        return reverse(name, args=[table.node_slug, record.pk])

    return link


class ActivityTable(NodeTable):
    """Activities; the first column leads into the row."""

    title = NameColumn(verbose_name=_("Aktivitet"), linkify=_into("associations:activity"), order_by=("sort_key", "id"))
    owner_name = NameColumn(verbose_name=_("Förening"), order_by=("association__sort_key", "association_name", "id"))
    areas = tables.Column(verbose_name=_("Intresse"), accessor="interests", orderable=False)
    when = tables.Column(verbose_name=_("Tid"), accessor="starts_at", order_by=("weekday", "starts_at", "id"))
    municipality = tables.Column(
        visible=False, verbose_name=_("Kommun"), order_by=("municipality__sort_key", "sort_key", "id")
    )
    first_on = DayColumn(verbose_name=_("Börjar"), format=_("j b Y"), order_by=("first_on", "id"))
    seats_free = NumberColumn(verbose_name=_("Lediga"), order_by=("free", "id"))
    state = StateColumn(verbose_name=_("Läge"), order_by=("state", "first_on", "id"))

    count_words = ngettext_lazy("%(n)s aktivitet", "%(n)s aktiviteter", "n")

    def render_owner_name(self, record: Activity) -> Any:
        """The association, and under it where they meet and, for guest places, whose activity it is."""
        where = [str(record.municipality)]
        if record.home_node:
            where.append(_("från %(node)s") % {"node": record.home_node})
        return format_html(
            '<bdi>{}</bdi><br><span class="quiet small">{}</span>', record.owner_name, " · ".join(map(str, where))
        )

    def value_owner_name(self, record: Activity) -> str:
        """The association alone, for a sheet."""
        return record.owner_name

    def value_areas(self, record: Activity) -> str:
        """The areas' names, for a sheet."""
        return ", ".join(each.area.name for each in record.interests.all())

    def render_areas(self, record: Activity) -> str:
        """The areas' names."""
        return self.value_areas(record)

    def value_when(self, record: Activity) -> str:
        """Day and time, for a sheet."""
        return when(record)

    def render_when(self, record: Activity) -> Any:
        """Day and time; digits run from the left."""
        return format_html('<bdi class="nowrap">{}</bdi>', when(record, WEEKDAYS_ABBR))

    def value_first_on(self, record: Activity) -> Any:
        """The day itself, for a sheet."""
        return record.first_on


class AssociationTable(NodeTable):
    """Associations; the first column leads into the row."""

    name = NameColumn(
        verbose_name=_("Förening"), linkify=_into("associations:association"), order_by=("sort_key", "id")
    )
    kind = tables.Column(verbose_name=_("Slag"), order_by=("kind", "sort_key", "id"))
    municipality = tables.Column(verbose_name=_("Kommun"), order_by=("municipality__sort_key", "sort_key", "id"))
    organisation_number = tables.Column(verbose_name=_("Organisationsnummer"), order_by=("organisation_number", "id"))
    reach = tables.Column(verbose_name=_("Telefon eller e-post"), empty_values=(), orderable=False)
    activities_now = NumberColumn(verbose_name=_("Aktiviteter nu"), order_by=("activities_now", "sort_key", "id"))
    status = tables.Column(verbose_name=_("Läge"), order_by=("status", "sort_key", "id"))

    count_words = ngettext_lazy("%(n)s förening", "%(n)s föreningar", "n")

    def value_organisation_number(self, value: str) -> str:
        """As people write it."""
        return show_organisation_number(value)

    def render_organisation_number(self, value: str) -> Any:
        """As people write it; digits run from the left."""
        return format_html('<bdi dir="ltr">{}</bdi>', show_organisation_number(value))

    def value_reach(self, record: Association) -> str:
        """Telephone first, else the address."""
        return show_phone(record.phone) or record.email

    def render_reach(self, record: Association) -> Any:
        """Telephone first, else the address."""
        return format_html('<bdi dir="ltr">{}</bdi>', self.value_reach(record))

    def value_status(self, record: Association) -> str:
        """The word alone, for a sheet."""
        return record.get_status_display()

    def render_status(self, record: Association) -> Any:
        """The word, marked where the association is not to be asked."""
        tone = "success" if record.status == Association.Status.ACTIVE else "neutral"
        return badge(record.get_status_display(), tone)


class ImportTable(NodeTable):
    """Registers that were read, the newest first."""

    file_name = NameColumn(verbose_name=_("Fil"), linkify=_into("associations:register_report"))
    imported_at = DayColumn(verbose_name=_("Inläst"), format=_("j b Y H.i"))
    imported_by = tables.Column(verbose_name=_("Av"), orderable=False)
    created = NumberColumn(verbose_name=_("Nya"))
    double = NumberColumn(verbose_name=_("Fanns redan"))
    faulty = NumberColumn(verbose_name=_("Att rätta"))

    count_words = ngettext_lazy("%(n)s inläsning", "%(n)s inläsningar", "n")


TONES = {
    RegisterRow.Outcome.CREATED: "success",
    RegisterRow.Outcome.DOUBLE: "info",
    RegisterRow.Outcome.FAULTY: "warning",
    RegisterRow.Outcome.ELSEWHERE: "neutral",
}


class RowTable(NodeTable):
    """What became of each row of a register."""

    number = NumberColumn(verbose_name=_("Rad"), order_by=("number",))
    name = NameColumn(verbose_name=_("Förening"), order_by=("name", "number"))
    outcome = tables.Column(verbose_name=_("Utfall"), order_by=("outcome", "number"))
    remarks = tables.Column(verbose_name=_("Anmärkning"), orderable=False)
    what_now = tables.TemplateColumn(
        template_name="associations/register_row_action.html", verbose_name=_("Gör"), orderable=False
    )

    count_words = ngettext_lazy("%(n)s rad", "%(n)s rader", "n")

    class Meta:
        model = RegisterRow
        fields = ()
        sequence = ("name", "number", "outcome", "remarks", "what_now")

    def value_outcome(self, record: RegisterRow) -> str:
        """The word alone, for a sheet."""
        return record.get_outcome_display()

    def render_outcome(self, record: RegisterRow) -> Any:
        """The word with its tone."""
        return badge(record.get_outcome_display(), TONES.get(RegisterRow.Outcome(record.outcome), "neutral"))
