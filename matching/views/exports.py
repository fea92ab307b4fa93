"""The lists of who waits and of what was offered, as workbooks: what the lists show, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.models import Offer
from matching.states import OfferState
from matching.tables import OfferTable, PersonTable, WaitingTable
from matching.views.matching import filtered as waiting
from matching.views.offers import filtered as offered
from nodes.access import page
from nodes.exporting import Export, back_to
from participants.models import InterestForm
from vida.calendar import shown_due
from vida.paging import lay_out
from vida.sheets import Sheet


@page("participant.export")
def waiting_export(request: HttpRequest) -> HttpResponse:
    """Who waits for an offer, but not the suggestions: they are another's in the next minute."""
    rows = waiting(request).qs.filter(participant__protection="")

    def make() -> tuple[Sheet, Iterable[int]]:
        forms = _in_order(request, WaitingTable, rows)
        headings = [_("Namn"), _("Erbjudande senast"), _("Val 1"), _("Val 2"), _("Val 3"), _("Kommun"), _("Enhet")]
        return Sheet(_("Matchning"), headings, map(_waiting, forms)), [form.participant_id for form in forms]

    count = rows.count()
    return Export(
        name=_("Matchning"),
        back_url=back_to(request, reverse("matching:index", args=[request.access.node.slug])),
        file_name="vantar",
        count=count,
        count_words=WaitingTable.count_words % {"n": count},
        tells=_("Filen innehåller namn, sista dag, intressen, kommun och enhet."),
        make=make,
    ).answer(request)


@page("participant.export")
def offers_export(request: HttpRequest) -> HttpResponse:
    """The offers and how they went."""
    rows = offered(request).qs.filter(participant__protection="")

    def make() -> tuple[Sheet, Iterable[int]]:
        found = _in_order(request, OfferTable, rows)
        headings = [
            _("Namn"),
            _("Aktivitet"),
            _("Läge"),
            _("Svar senast"),
            _("Erbjudet"),
            _("Hur"),
            _("Gett av"),
            _("Dagar från fråga"),
        ]
        return Sheet(_("Erbjudanden"), headings, map(_offer, found)), [offer.participant_id for offer in found]

    count = rows.count()
    return Export(
        name=_("Erbjudanden"),
        back_url=back_to(request, reverse("matching:offers", args=[request.access.node.slug])),
        file_name="erbjudanden",
        count=count,
        count_words=OfferTable.count_words % {"n": count},
        tells=_("Filen innehåller namn, aktivitet, läge, dagar och vem som gav erbjudandet."),
        make=make,
    ).answer(request)


def _in_order(request: HttpRequest, table_class: type[PersonTable], rows: Any) -> list[Any]:
    """All rows, sorted as the address says."""
    table = table_class(rows)
    lay_out(request, table, rows=None)
    return [row.record for row in table.rows]


def _waiting(form: InterestForm) -> list[Any]:
    chosen = [choice.area.name for choice in form.choices.all()] or [form.free_text]
    place = str(form.participant.municipality)
    return [form.participant.full_name, shown_due(form.due_on), *(chosen + [""] * 3)[:3], place, str(form.service_unit)]


def _offer(offer: Offer) -> list[Any]:
    return [
        offer.participant.full_name,
        offer.activity.title,
        offer.get_state_display(),
        shown_due(offer.reply_by) if offer.state == OfferState.GIVEN else None,
        offer.given_on,
        offer.get_channel_display(),
        str(offer.given_by),
        (offer.given_on - offer.asked_on).days,
    ]
