"""The list of participants as a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nodes.access import page
from nodes.exporting import Export, back_to
from participants.models import Participant
from participants.selectors import lists
from participants.selectors.lists import LatestForm
from participants.views.lists import filtered
from vida import clock
from vida.calendar import shown_due
from vida.sheets import Sheet


@page("participant.export")
def export(request: HttpRequest) -> HttpResponse:
    """Asks for the purpose, then gives the rows that the list shows: no identity numbers and nothing sensitive."""
    rows = filtered(request).qs
    count = rows.count()

    def make() -> tuple[Sheet, Iterable[int]]:
        people = list(rows)
        return _sheet(people, lists.latest_forms(people)), [person.pk for person in people]

    return Export(
        name=_("Deltagare"),
        back_url=back_to(request, reverse("participants:list", args=[request.access.node.slug])),
        file_name="deltagare",
        count=count,
        count_words=ngettext("%(n)d deltagare", "%(n)d deltagare", count) % {"n": count},
        tells=_("Filen innehåller namn, telefon, kommun, enhet, läge och intressen."),
        make=make,
    ).answer(request)


def _sheet(people: list[Participant], forms: dict[int, LatestForm]) -> Sheet:
    headings = [
        _("Namn"),
        _("Telefon"),
        _("Kommun"),
        _("Enhet"),
        _("Läge"),
        _("Erbjudande senast"),
        _("Val 1"),
        _("Val 2"),
        _("Val 3"),
        _("Registrerad"),
    ]
    return Sheet(_("Deltagare"), headings, [_row(person, forms.get(person.pk)) for person in people])


def _row(person: Participant, form: LatestForm | None) -> list:
    chosen = form.wishes if form else []
    return [
        person.full_name,
        person.phone,
        person.municipality_name,
        person.unit_name,  # of the list
        form.state.label if form else _("Ingen intresseanmälan"),
        shown_due(form.due_on) if form and form.state == "waiting" else None,
        *(chosen + [""] * 3)[:3],
        clock.local(person.registered_at).date(),
    ]
