"""Every component in every state on one page, to look at and to test: demonstration and development only."""

from datetime import timedelta
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from vida import charts, clock, feedback
from vida.columns import DeadlineColumn, NameColumn, NumberColumn
from vida.paging import lay_out
from vida.templatetags.look import state_badge

STATES = {
    "waiting": _("Väntar på erbjudande"),
    "offered": _("Har ett erbjudande"),
    "matched": _("Har tackat ja"),
    "closed": _("Avslutad"),
    "given": _("Erbjudet"),
    "accepted": _("Ja"),
    "declined": _("Nej"),
    "expired": _("Svarstiden är slut"),
    "withdrawn": _("Återtaget"),
    "draft": _("Utkast"),
    "submitted": _("Inskickad"),
    "returned": _("Tillbaka för ändring"),
    "approved": _("Godkänd"),
    "running": _("Pågår"),
    "ended": _("Slut"),
    "cancelled": _("Inställd"),
    "dropped_out": _("Avhopp"),
    "interrupted": _("Avbruten"),
    "frozen": _("Fryst"),
}
NAMES = [
    "Amina",
    "Wolde-Giorgis Tekle-Haimanot Gebremedhin Woldemariam",
    "محمد عبد الرحمن الحسيني",
    "Олександра Коваленко",
    "ሰላም ገብረ",
    "Li",
]
AREAS = ["Fotboll", "Kör", "Trädgård", "Simning", "Schack"]


class GalleryForm(forms.Form):
    """One field of each kind."""

    given_name = forms.CharField(
        label=_("Namn"), max_length=120, help_text=_("Ett namn räcker om personen bara har ett.")
    )
    email = forms.EmailField(label=_("E-post"), required=False)
    born_on = forms.DateField(label=_("Födelsedatum"), help_text=_("Till exempel 1990-01-31."))
    starts_at = forms.TimeField(label=_("Tid"), required=False)
    places = forms.IntegerField(label=_("Antal platser"), min_value=1, required=False)
    municipality = forms.ChoiceField(
        label=_("Kommun"), choices=[("", _("Välj kommun")), ("0182", "Nacka"), ("0120", "Värmdö")]
    )
    channel = forms.ChoiceField(
        label=_("Hur gavs erbjudandet?"),
        widget=forms.RadioSelect,
        choices=[("meeting", _("Vid ett möte")), ("phone", _("På telefon")), ("sms", _("Med sms"))],
    )
    languages = forms.MultipleChoiceField(
        label=_("Språk"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Välj alla som stämmer."),
        choices=[("sv", _("Svenska")), ("ar", _("Arabiska")), ("ti", _("Tigrinja"))],
    )
    text = forms.CharField(label=_("Beskriv aktiviteten"), widget=forms.Textarea, max_length=200)
    unbound = forms.BooleanField(label=_("Föreningen är fristående från parti- och religiös verksamhet"))


class GalleryFilter(django_filters.FilterSet):
    """A search, a choice and a tick."""

    q = django_filters.CharFilter(label=_("Sök på namn"), widget=forms.TextInput(attrs={"type": "search"}))
    state = django_filters.ChoiceFilter(label=_("Läge"), empty_label=_("Alla lägen"), choices=list(STATES.items())[:4])
    area = django_filters.ChoiceFilter(
        label=_("Intresse"), empty_label=_("Alla intressen"), choices=[(area, area) for area in AREAS]
    )


class GalleryTable(tables.Table):
    """A list of participants that nobody is."""

    name = NameColumn(verbose_name=_("Namn"), linkify=lambda record: f"#{record['id']}")
    state = tables.Column(verbose_name=_("Läge"))
    due_on = DeadlineColumn(verbose_name=_("Erbjudande senast"))
    area = tables.Column(verbose_name=_("Förstaval"))
    round = NumberColumn(verbose_name=_("Omgång"))

    count_words = ngettext_lazy("%(n)s deltagare", "%(n)s deltagare", "n")

    def render_state(self, value: str) -> str:
        """The badge; a table of models has StateColumn for this."""
        return state_badge(value, STATES[value])


def _rows(number: int) -> list[dict[str, Any]]:
    keys = list(STATES)
    return [
        {
            "id": n,
            "name": NAMES[n % len(NAMES)],
            "state": keys[n % 4],
            "due_on": clock.today() + timedelta(days=(n * 5) % 17 - 3),
            "area": AREAS[n % len(AREAS)],
            "round": 1 + n % 3,
        }
        for n in range(number)
    ]


def _table(request: HttpRequest, number: int, prefix: str = "") -> GalleryTable:
    table = GalleryTable(_rows(number), prefix=prefix)
    lay_out(request, table, rows=8)
    return table


def gallery(request: HttpRequest) -> HttpResponse:
    """The page `/komponenter/`; `?fel=1` shows the form with errors, `?rader=0|1|200` the list's length."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    form = GalleryForm(
        {"given_name": "", "email": "inte en adress", "text": "a" * 205} if "fel" in request.GET else None
    )
    number = int(request.GET["rader"]) if request.GET.get("rader") in {"0", "1", "200"} else 200
    if "klart" in request.GET:
        feedback.saved(request, str(_("Erbjudandet är registrerat.")), undo_url="/komponenter/")
        messages.error(request, _("Platsen hann bli tagen. Välj en annan aktivitet."))
    today = clock.today()
    return render(
        request,
        "gallery/gallery.html",
        {
            "form": form,
            "table": _table(request, number),
            "filter": GalleryFilter(request.GET or None, queryset=get_user_model().objects.none()),
            "empty_table": _table(request, 0, prefix="tom-"),
            "states": STATES.items(),
            "deadlines": [today + timedelta(days=days) for days in (11, 5, 4, 3, 1, 0, -1, -2, -21)],
            "names": NAMES,
            "history": [
                {
                    "what": _("Tackade ja till Simskola för vuxna"),
                    "at": clock.now(),
                    "by": "Karin Åberg-Söderlund",
                    "icon": "check",
                    "tone": "success",
                },
                {
                    "what": _("Erbjudande gavs på telefon"),
                    "at": clock.now() - timedelta(days=2),
                    "by": "Karin Åberg-Söderlund",
                    "icon": "offers",
                    "tone": "accent",
                    "note": _("Tolk på tigrinja var med."),
                },
                {"what": _("Intresseanmälan: Simning, Kör, Trädgård"), "at": today - timedelta(days=9), "by": NAMES[2]},
            ],
            "drawing": charts.bar_chart(
                str(_("Matchade per nod, tredje kvartalet")),
                [charts.Bar("VIDA Väst", 41), charts.Bar("VIDA Syd", 18), charts.Bar("VIDA Nord", None, "färre än 5")],
            ),
            "tabs": [
                {"url": "#a", "label": _("Översikt"), "current": True, "count": None},
                {"url": "#b", "label": _("Förslag"), "count": 4, "current": False},
                {"url": "#c", "label": _("Historik"), "count": None, "current": False},
            ],
        },
    )
