"""The lists of people in matching: who waits, and what was offered."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from matching.models import Offer
from matching.selectors.replies import expiry_words
from matching.states import OfferState
from participants.models import InterestForm
from participants.selectors.protected import hidden_last
from vida import clock
from vida.calendar import days_left_words
from vida.columns import DeadlineColumn, StateColumn
from vida.templatetags.look import deadline_badge, name, protected


class PersonalColumn(tables.Column):
    """What a protected person's row does not show. Nor does its place: sorted by this, either way, it comes last."""

    def __init__(self, *, order_by: str, **kwargs: Any) -> None:
        super().__init__(order_by=order_by, **kwargs)

    def order(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:  # noqa: FBT001 - django-tables2's signature
        """In the order of what is shown."""
        return queryset.order_by(*hidden_last(*self.order_by, descending=is_descending)), True


class PersonTable(tables.Table):
    """A list with a person in its first column. What it can be sorted by is either a `PersonalColumn`, or shown in the
    row of a protected person too.
    """

    def who(self, record: Any, url: str) -> SafeString:
        """The name as the way into the row, or the words that stand for a protected person."""
        shown = protected() if self.hides(record) else name(record.participant.full_name)
        return format_html('<a href="{}">{}</a>', url, shown)

    def hides(self, record: Any) -> bool:
        """Whether the person's identity is protected: then no list tells who, where or what."""
        return bool(record.participant.protection)

    def node(self) -> str:
        """The node's word in addresses."""
        return str(self.request.access.node.slug)


class WaitingTable(PersonTable):
    """Who waits for an offer, the clock, and the best there is to offer. The view puts `prospect` on each row."""

    participant = PersonalColumn(verbose_name=gettext_lazy("Deltagare"), order_by="participant__sort_key")
    due_on = DeadlineColumn(verbose_name=gettext_lazy("Erbjudande"))
    wishes = tables.Column(verbose_name=gettext_lazy("Vill helst"), empty_values=(), orderable=False)
    municipality = PersonalColumn(
        verbose_name=gettext_lazy("Kommun"),
        accessor="participant__municipality",
        order_by="participant__municipality__sort_key",
    )
    best = tables.Column(verbose_name=gettext_lazy("Bästa förslag"), empty_values=(), orderable=False)
    choose = tables.Column(verbose_name=gettext_lazy("Välj"), empty_values=(), orderable=False)

    count_words = ngettext_lazy("%(n)s person väntar", "%(n)s personer väntar", "n")

    class Meta:
        model = InterestForm
        fields = ("participant", "due_on", "wishes", "municipality", "best", "choose")

    def render_participant(self, record: InterestForm) -> SafeString:
        """The way to the suggestions."""
        return self.who(record, reverse("matching:suggestions", args=[self.node(), record.pk]))

    def render_wishes(self, record: InterestForm) -> str:
        """The choices in their order."""
        if self.hides(record):
            return "–"
        return ", ".join(choice.area.name for choice in record.choices.all()) or record.free_text or "–"

    def render_municipality(self, value: Any, record: InterestForm) -> str:
        """Where the person lives."""
        return "–" if self.hides(record) else str(value)

    def render_best(self, record: InterestForm) -> SafeString | str:
        """The best suggestion in short, what must be put right first, or that there is none."""
        if self.hides(record):
            return "–"
        if first := record.prospect.about_person:
            return first[0].sentence
        best = record.prospect.suggestion
        if best is None:
            return _("Inget passar just nu")
        words = " · ".join((best.wish_words, best.activity.title, best.travel_words))
        if not (scarce := record.prospect.scarce):
            return format_html("<span>{}</span>", words)
        why = _("Platserna i %(activity)s behövs mer av andra.") % {"activity": scarce}
        return format_html('<span>{}<br><span class="quiet small">{}</span></span>', words, why)

    def render_choose(self, record: InterestForm) -> SafeString | str:
        """A box that takes the person along to the log of many offers or to a matching, where something suits."""
        if self.hides(record) or record.prospect.about_person or record.prospect.suggestion is None:
            return "–"
        box = (
            '<label class="choice"><input type="checkbox" class="ds-input" name="anmalan" value="{}" form="logga">'
            '<span class="sr-only">{}</span></label>'
        )
        label = _("Välj %(name)s") % {"name": record.participant.full_name}
        return format_html(box, record.pk, label)


class OfferTable(PersonTable):
    """Offers and how they went, with the time left to answer."""

    participant = PersonalColumn(verbose_name=gettext_lazy("Deltagare"), order_by="participant__sort_key")
    activity = PersonalColumn(verbose_name=gettext_lazy("Aktivitet"), order_by="activity__sort_key")
    state = StateColumn(verbose_name=gettext_lazy("Läge"))
    reply_by = DeadlineColumn(verbose_name=gettext_lazy("Svar"))
    given_on = tables.Column(verbose_name=gettext_lazy("Erbjudet"))
    given_by = tables.Column(verbose_name=gettext_lazy("Gett av"), order_by="given_by__name")

    count_words = ngettext_lazy("%(n)s erbjudande", "%(n)s erbjudanden", "n")

    class Meta:
        model = Offer
        fields = ("participant", "activity", "state", "reply_by", "given_on", "given_by")

    def render_participant(self, record: Offer) -> SafeString:
        """The way to the offer."""
        return self.who(record, reverse("matching:offer", args=[self.node(), record.pk]))

    def render_activity(self, value: Any, record: Offer) -> SafeString | str:
        """What was offered."""
        return "–" if self.hides(record) else name(value)

    def render_reply_by(self, value: Any, record: Offer) -> SafeString | str:
        """Time left to answer, while there is an answer to wait for."""
        if record.state != OfferState.GIVEN:
            return "–"
        if days_left_words(value, clock.today()).days >= 0:
            return deadline_badge(value)
        return format_html("{} <span>{}</span>", deadline_badge(value), expiry_words(record, clock.today()))

    def render_given_on(self, value: Any, record: Offer) -> SafeString:
        """When and how, and how many of the fourteen days it took."""
        how = record.get_channel_display().lower()
        said = _("%(day)s, %(channel)s") % {"day": f"{value.day}/{value.month} {value.year}", "channel": how}
        return format_html('<span>{}<br><span class="quiet small">{}</span></span>', said, _taken(record))


def _taken(offer: Offer) -> str:
    days = (offer.given_on - offer.asked_on).days
    return ngettext("efter %(n)d dag", "efter %(n)d dagar", days) % {"n": days} if days else _("samma dag som frågan")
