"""Lists of what was read and what was sent."""

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from vida.columns import DayColumn, StateColumn

# Where somebody was, by the beginning of the address's name; the longest one that fits tells it.
PLACES = {
    "nodes:read_log": _("Vem har läst vad"),
    "nodes:outbox": _("Skickade meddelanden"),
    "participants:": _("Deltagare"),
    "participants:form": _("Intresseanmälan"),
    "participants:meeting": _("Informationsmöten"),
    "participants:waiver": _("Medgivande"),
    "participants:protected": _("Skyddade uppgifter"),
    "participants:open_protected": _("Skyddade uppgifter"),
    "matching:": _("Erbjudanden"),
    "matching:index": _("Matchning"),
    "matching:suggestions": _("Matchning"),
    "matching:waiting": _("Matchning"),
    "matching:round": _("Matchning"),
    "matching:forecast": _("Prognos"),
    "matching:meeting": _("Matchningsmöte"),
    "matching:guest": _("Matchningsmöte"),
    "matching:calls": _("Ringlista"),
    "matching:participant": _("Deltagare"),
    "placements:": _("Aktiviteter"),
    "placements:attendance": _("Närvaro"),
    "reporting:": _("Rapporter"),
    "reporting:today": _("Idag"),
}
REASONS = {
    "page": _("Sida"),
    "list": _("Lista"),
    "print": _("Utskrift"),
    "pdf": _("PDF"),
    "attendance": _("Närvaro"),
    "double": _("Möjlig dubblett"),
}
EXPORT, TAKEN_OUT = "export: ", _("Uttag")


class ReadLogTable(tables.Table):
    """Who saw which participant, where and why. The participant is a number: the log shows no names itself."""

    at = DayColumn(verbose_name=_("När"), format=_("j b Y H.i"))
    user = tables.Column(verbose_name=_("Vem"), order_by="user__name")
    participant_id = tables.Column(verbose_name=_("Deltagare nr"))
    where = tables.Column(verbose_name=_("Sida"))
    why = tables.Column(verbose_name=_("Varför"))

    count_words = ngettext_lazy("%(n)s läsning", "%(n)s läsningar", "n")

    def render_where(self, value):
        """The part of the product in words, and the page's own name for who looks closer."""
        return format_html('{} <span class="quiet small" lang="en">{}</span>', _place(value), value)

    def value_where(self, value):
        """The same for a sheet."""
        return f"{_place(value)} ({value})"

    def render_why(self, value):
        """The reason: ours in words, somebody's own as it was typed."""
        if value.startswith(EXPORT):
            return format_html("{}: <bdi>{}</bdi>", TAKEN_OUT, value.removeprefix(EXPORT))
        return REASONS.get(value) or format_html("<bdi>{}</bdi>", value)

    def value_why(self, value):
        """The same for a sheet."""
        if value.startswith(EXPORT):
            return f"{TAKEN_OUT}: {value.removeprefix(EXPORT)}"
        return str(REASONS.get(value, value))

    def value_at(self, value):
        """The moment, for a sheet."""
        return value


def _place(url_name: str) -> Promise | str:
    fits = max((start for start in PLACES if url_name.startswith(start)), key=len, default="")
    return PLACES.get(fits, url_name)


class OutboxTable(tables.Table):
    """Messages and how they went."""

    created_at = DayColumn(verbose_name=_("När"), format=_("j b Y H.i"))
    subject = tables.Column(verbose_name=_("Ämne"), empty_values=())
    channel = tables.Column(verbose_name=_("Hur"))
    state = StateColumn(verbose_name=_("Läge"))
    attempts = tables.Column(verbose_name=_("Försök"))
    last_error = tables.Column(verbose_name=_("Fel"))
    again = tables.TemplateColumn(template_name="nodes/_outbox_again.html", verbose_name=_("Gör"), orderable=False)

    count_words = ngettext_lazy("%(n)s meddelande", "%(n)s meddelanden", "n")

    def render_subject(self, value, record):
        """The subject, or what an SMS is called."""
        return value or record.get_channel_display()

    def value_created_at(self, value):
        """The moment, for a sheet."""
        return value
