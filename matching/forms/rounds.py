"""The forms of a round: whom it is for, and how its offers are given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.models import Offer
from participants.models import InformationMeeting, InterestForm
from vida import clock
from vida.fields import CleanCharField

NODE, MEETING, CHOSEN = "nod", "mote", "valda"


class RoundForm(forms.Form):
    """Whom the round is for: everybody who waits, a meeting's people, or those chosen on the list before."""

    whom_for = forms.ChoiceField(label=gettext_lazy("Vilka gäller det?"), widget=forms.RadioSelect)
    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Vilket möte?"),
        queryset=InformationMeeting.objects.none(),
        required=False,
        empty_label=gettext_lazy("Välj"),
        help_text=gettext_lazy("De på mötet som väntar på ett erbjudande är med."),
    )

    def __init__(self, *args: Any, chosen: int, meeting: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {
            "whom_for": CHOSEN if chosen else MEETING if meeting else NODE,
            "meeting": meeting,
        }
        super().__init__(*args, **kwargs)
        waiting = InterestForm.objects.waiting()
        number = waiting.count()
        choices = [(NODE, ngettext("Hela noden: %(n)d väntar", "Hela noden: %(n)d väntar", number) % {"n": number})]
        choices += [(MEETING, _("De på ett informationsmöte"))]
        if chosen:
            words = ngettext("Den du har valt: %(n)d person", "De du har valt: %(n)d personer", chosen)
            choices.insert(0, (CHOSEN, words % {"n": chosen}))
        self.fields["whom_for"].choices = choices
        meetings = InformationMeeting.objects.filter(guests__participant__in=waiting.values("participant"))
        self.fields["meeting"].queryset = meetings.distinct().order_by("-held_on", "-id")
        self.fields["meeting"].label_from_instance = _meeting_words

    def clean(self) -> dict[str, Any]:
        """A meeting must be chosen where it is for one."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("whom_for") == MEETING and not cleaned.get("meeting") and "meeting" not in self.errors:
            self.add_error("meeting", _("Välj vilket möte det gäller."))
        return cleaned

    def whom(self, chosen: list[int]) -> dict[str, Any]:
        """The answer as `rounds.ask` wants it."""
        kind = self.cleaned_data["whom_for"]
        if kind == MEETING:
            return {"meeting": self.cleaned_data["meeting"]}
        return {"forms": chosen} if kind == CHOSEN else {}


def _meeting_words(meeting: InformationMeeting) -> str:
    return f"{meeting.title}, {meeting.held_on:%Y-%m-%d}"


class MoveForm(forms.Form):
    """Why somebody is moved although a rule stands in the way."""

    aside_reason = CleanCharField(
        label=gettext_lazy("Varför ändå?"), max_length=200, required=False,
        help_text=gettext_lazy("Till exempel: kan byta sin SFI-tid."),
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """How the offers of a round are given, and until when there is time to answer."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Hur ges erbjudandena?"), choices=Offer.Channel.choices, widget=forms.RadioSelect
    )
    reply_by = forms.DateField(
        label=gettext_lazy("Svar senast"),
        help_text=gettext_lazy("Den vars aktivitet börjar tidigare ska svara innan den börjar."),
    )

    def __init__(self, *args: Any, reply_days: int, at_meeting: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "channel": Offer.Channel.MATCHING_MEETING if at_meeting else Offer.Channel.PHONE,
            "reply_by": clock.today() + timedelta(days=reply_days),
        }
        super().__init__(*args, **kwargs)
