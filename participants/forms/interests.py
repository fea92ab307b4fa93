"""The interest form, and the waiver that may come with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nodes import interests
from nodes.languages import languages
from nodes.models import InterestArea
from participants.forms.fields import NameOf
from participants.models import InformationMeeting, InterestForm, SecrecyWaiver
from participants.services.forms import MOST_CHOICES
from vida import clock
from vida.fields import CleanCharField, DayField
from vida.selects import KeptSelect

RANKS = [_("Val 1"), _("Val 2"), _("Val 3")]


def grouped_areas(whole: Any = "") -> list[tuple[str, Any]]:
    """Every interest area that can be chosen, with its picture, under its group: the choices of a select.

    `whole` puts the group itself first in each group, by these words ("Allt inom %(group)s").
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for area in interests.areas().values():
        if area.parent:
            groups[area.parent].append((area.code, f"{area.icon} {area.name}".strip()))
        else:
            groups[area.code] = [(area.code, whole % {"group": area.name})] if whole else []
    return [("", _("Inget val")), *((interests.areas()[code].name, leaves) for code, leaves in groups.items())]


class InterestsForm(forms.Form):
    """Up to three ranked areas, the day the person was asked, and the person's own words."""

    area_1 = forms.ChoiceField(label=RANKS[0], required=False, widget=KeptSelect)
    area_2 = forms.ChoiceField(label=RANKS[1], required=False, widget=KeptSelect)
    area_3 = forms.ChoiceField(label=RANKS[2], required=False, widget=KeptSelect)
    free_text = CleanCharField(
        label=_("Med egna ord"),
        multiline=True,
        max_length=500,
        required=False,
        help_text=_("Det personen själv säger, till exempel ”spelade volleyboll hemma”."),
    )
    asked_on = DayField(
        label=_("Tillfrågad den"),
        initial=clock.today,
        help_text=_("Den dag då personen tillfrågades. Härifrån räknas dagarna till ett erbjudande."),
    )
    meeting = forms.ModelChoiceField(
        label=_("Informationsmöte"),
        queryset=InformationMeeting.objects.none(),
        required=False,
        empty_label=_("Inget möte"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = grouped_areas()
        for rank in range(1, MOST_CHOICES + 1):
            self.fields[f"area_{rank}"].choices = choices
        meetings = InformationMeeting.objects.order_by("-held_on", "-id")
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].choices = [
            ("", _("Inget möte")),
            *((each.pk, f"{each.held_on:%Y-%m-%d} {each.title}") for each in meetings[:50]),
        ]

    def clean(self) -> dict[str, Any]:
        """Three different areas at most, with no gap between them: a gap closes."""
        cleaned = super().clean() or {}
        codes = [cleaned.get(f"area_{rank}") for rank in range(1, MOST_CHOICES + 1)]
        for rank, code in enumerate(codes, start=1):
            if code and code in codes[: rank - 1]:
                self.add_error(f"area_{rank}", _("Det här intresset är redan valt. Välj ett annat eller lämna tomt."))
        if not any(codes) and not cleaned.get("free_text") and not self.errors:
            self.add_error("area_1", _("Välj minst ett intresse, eller skriv vad personen vill göra med egna ord."))
        by_code = {area.code: area for area in InterestArea.objects.filter(code__in=filter(None, codes))}
        cleaned["areas"] = [by_code[code] for code in codes if code]
        return cleaned


def initial_of(form: InterestForm | None) -> dict[str, Any]:
    """What an open form says, as the fields of the page."""
    if form is None:
        return {}
    areas = {f"area_{choice.rank}": choice.area.code for choice in form.choices.select_related("area")}
    return {**areas, "free_text": form.free_text, "asked_on": form.asked_on, "meeting": form.meeting_id}


class WaiverForm(forms.ModelForm):
    """What the person lets us tell an association (OSL 12 kap. 2 §)."""

    to_whom = CleanCharField(label=_("Till vem"), max_length=200, initial=_("Den förening vars aktivitet erbjuds"))
    what = CleanCharField(label=_("Vilka uppgifter"), max_length=200, initial=_("Namn, telefonnummer och språk"))
    purpose = CleanCharField(
        label=_("Varför"), max_length=200, initial=_("Så att föreningen kan ta emot personen vid första tillfället")
    )
    language = NameOf(label=_("På vilket språk"), required=False, entries=languages(), suggestions="languages")
    valid_from = DayField(label=_("Från"), initial=clock.today)
    valid_until = DayField(label=_("Till och med"), required=False, help_text=_("Tomt om det gäller tills vidare."))

    class Meta:
        model = SecrecyWaiver
        fields = ["to_whom", "what", "tells_adaptation", "purpose", "how", "language", "valid_from", "valid_until"]
        widgets = {"how": forms.RadioSelect}
        help_texts = {"tells_adaptation": _("Det som står under ”Vad vi ska göra” på personens sida. Aldrig varför.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = SecrecyWaiver.How.choices

    def clean(self) -> dict[str, Any]:
        """The days in order, and an interpreter's language named."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if starts and ends and ends < starts:
            raise ValidationError({"valid_until": _("Sista dagen ligger före första dagen. Ändra någon av dem.")})
        if (
            cleaned.get("how") == SecrecyWaiver.How.INTERPRETED
            and not cleaned.get("language")
            and "language" not in self.errors
        ):
            raise ValidationError({"language": _("Skriv vilket språk som tolkades.")})
        return cleaned


class CloseForm(forms.Form):
    """Why a form is closed."""

    reason = CleanCharField(
        label=_("Varför"), max_length=200, help_text=_("Till exempel ”har fått arbete” eller ”vill inte längre”.")
    )
