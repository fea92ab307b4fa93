"""Lists of what was read and what was sent."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from vida.columns import DayColumn, StateColumn


class ReadLogTable(tables.Table):
    """Who saw which participant, where and why. The participant is a number: the log shows no names itself."""

    at = DayColumn(verbose_name=_("När"), format=_("j b Y H.i"))
    user = tables.Column(verbose_name=_("Vem"), order_by="user__name")
    participant_id = tables.Column(verbose_name=_("Deltagare nr"))
    where = tables.Column(verbose_name=_("Sida"))
    why = tables.Column(verbose_name=_("Varför"))

    count_words = ngettext_lazy("%(n)s läsning", "%(n)s läsningar", "n")


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
