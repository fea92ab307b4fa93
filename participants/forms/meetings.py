"""Information meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nodes.models import Node
from participants.models import InformationMeeting
from participants.services.meetings import proposed_matching_day
from vida.fields import CleanCharField, DayField


class MeetingForm(forms.ModelForm):
    """When and where a group hears of VIDA."""

    title = CleanCharField(label=_("Namn på mötet"), max_length=120)
    place = CleanCharField(label=_("Plats"), max_length=200, required=False)
    held_on = DayField(label=_("Datum"))
    starts_at = forms.TimeField(label=_("Tid"), required=False, input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"])
    matching_on = DayField(
        label=_("Matchningsmöte"),
        required=False,
        help_text=_("Lämnas det tomt blir det en vardag två veckor efter mötet, också om mötet flyttas."),
    )

    class Meta:
        model = InformationMeeting
        fields = ["title", "held_on", "starts_at", "place", "municipality", "matching_on"]
        labels = {"municipality": _("Kommun")}

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.node = node
        if self.instance.pk and self.instance.matching_on == proposed_matching_day(self.instance.held_on):
            self.initial["matching_on"] = None  # what nobody has chosen follows the meeting when it is moved (R112)
        self.fields["municipality"].queryset = node.municipalities.order_by("sort_key").distinct()
        self.fields["municipality"].empty_label = _("Ingen särskild")

    def clean(self) -> dict[str, Any]:
        """The matching meeting comes after."""
        cleaned = super().clean() or {}
        held, matching = cleaned.get("held_on"), cleaned.get("matching_on")
        if held and matching and matching < held:
            self.add_error("matching_on", _("Matchningsmötet ligger före informationsmötet. Ändra någon av dagarna."))
        return cleaned
