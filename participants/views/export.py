"""The list as a workbook, for a purpose that is written down (R177, R179)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nodes.access import page
from nodes.audit import saw
from participants.models import Participant
from participants.selectors import lists
from participants.selectors.lists import LatestForm
from participants.views.lists import filtered
from vida import clock
from vida.calendar import shown_due
from vida.fields import PurposeField
from vida.sheets import Sheet, workbook

MOST_ROWS = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PurposeForm(forms.Form):
    """What the list is for."""

    purpose = PurposeField()


@page("participant.export")
def export(request: HttpRequest) -> HttpResponse:
    """Asks for the purpose, then gives the rows that the list shows: no identity numbers and nothing sensitive."""
    rows = filtered(request).qs
    count = rows.count()
    form = PurposeForm(request.POST or None)
    too_many = count > MOST_ROWS
    if request.method == "POST" and form.is_valid() and not too_many:
        people = list(rows)
        saw(request, [person.pk for person in people], f"export: {form.cleaned_data['purpose']}")
        return _file(people, lists.latest_forms(people))
    saw(request, [])
    context = {
        "form": form,
        "count": ngettext("%(n)d deltagare", "%(n)d deltagare", count) % {"n": count},
        "too_many": too_many,
        "most": MOST_ROWS,
        "back_url": f"{reverse('participants:list', args=[request.access.node.slug])}?{request.GET.urlencode()}",
    }
    return render(request, "participants/export.html", context, status=422 if form.is_bound else 200)


def _file(people: list[Participant], forms: dict[int, LatestForm]) -> HttpResponse:
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
    now = clock.now()
    sheet = Sheet(_("Deltagare"), headings, [_row(person, forms.get(person.pk)) for person in people])
    response = HttpResponse(workbook([sheet], title=_("Deltagare"), created=now), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="deltagare-{clock.local(now):%Y-%m-%d}.xlsx"'
    return response


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
