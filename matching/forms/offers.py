"""The forms of offers: few fields, made for a phone in one hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from associations.models import Activity
from matching.models import MeetingTap, Offer
from participants.models import InterestForm
from vida import clock
from vida.fields import CleanCharField


def moment(day: date, at: time | None) -> datetime:
    """The day with its time, or noon (for today: now) where no time was written."""
    if at is None:
        return clock.now() if day == clock.today() else datetime.combine(day, time(12), clock.STOCKHOLM)
    return datetime.combine(day, at, clock.STOCKHOLM)


class _ActivityChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Activity) -> str:
        words = ngettext("%(title)s (%(free)d plats)", "%(title)s (%(free)d platser)", obj.seats_free)
        title = f"{obj.title}, {obj.home_node}" if obj.home_node else obj.title
        return words % {"title": title, "free": obj.seats_free}


class _PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: InterestForm) -> str:
        return obj.participant.full_name


class GiveForm(forms.Form):
    """An offer that was given: to whom, what, how, when. What is known already is not asked."""

    form = _PersonChoice(
        label=gettext_lazy("Vem"), queryset=InterestForm.objects.none(), empty_label=gettext_lazy("Välj")
    )
    activity = _ActivityChoice(
        label=gettext_lazy("Aktivitet"), queryset=Activity.objects.none(), empty_label=gettext_lazy("Välj")
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hur gavs erbjudandet?"), choices=Offer.Channel.choices, widget=forms.RadioSelect,
        initial=Offer.Channel.PHONE,
    )  # fmt: skip
    given_on = forms.DateField(label=gettext_lazy("Vilken dag?"))
    given_time = forms.TimeField(label=gettext_lazy("Klockan"), required=False)
    reply_by = forms.DateField(label=gettext_lazy("Svar senast"))
    anyway = forms.BooleanField(
        label=gettext_lazy("Erbjud ändå"), required=False, widget=forms.HiddenInput,
        help_text=gettext_lazy("Du har pratat med personen om det som står i vägen."),
    )  # fmt: skip
    aside_reason = CleanCharField(
        label=gettext_lazy("Varför ändå?"), max_length=200, required=False, widget=forms.HiddenInput,
        help_text=gettext_lazy("Till exempel: personen har närmare dit än till det som finns här."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        people: Iterable[InterestForm],
        activities: Iterable[Activity],
        known: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        now = clock.local(clock.now())
        kwargs["initial"] = {
            "given_on": now.date(),
            "given_time": now.time().replace(second=0, microsecond=0),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = people
        self.fields["activity"].queryset = activities
        for name in known:
            self.fields[name].widget = forms.HiddenInput()
        if self.is_bound and (self.data.get("anyway") or self.data.get("aside_reason")):
            self.ask_anyway()

    def ask_anyway(self, *, needs_reason: bool = False) -> None:
        """Show the box that sets a rule aside, and the field that says why; the service holds to what is needed."""
        self.fields["anyway"].widget = forms.CheckboxInput()
        self.fields["aside_reason"].widget = forms.TextInput()
        self.fields["aside_reason"].required = needs_reason

    @property
    def given_at(self) -> datetime:
        """The moment of the offer: the day with its time, or noon (for today: now) where no time was written."""
        return moment(self.cleaned_data["given_on"], self.cleaned_data["given_time"])


class _Moment(forms.Form):
    """What is common to all that is written down at once: how, which day and what time."""

    channel = forms.ChoiceField(label=gettext_lazy("Hur?"), choices=Offer.Channel.choices, initial=Offer.Channel.PHONE)
    day = forms.DateField(label=gettext_lazy("Vilken dag?"))
    time = forms.TimeField(label=gettext_lazy("Klockan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"day": clock.today(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """What is common to all is wrong once, not at every row."""
        cleaned = super().clean() or {}
        if {"day", "time"} <= cleaned.keys() and self.moment > clock.now():
            self.add_error("day", _("Det kan inte ha hänt framåt i tiden."))
        return cleaned

    @property
    def moment(self) -> datetime:
        """The moment that was written."""
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])


class SaidForm(_Moment):
    """When and how people answered."""


class GivenForm(_Moment):
    """When and how offers were given, and until when the answers may wait."""

    reply_by = forms.DateField(
        label=gettext_lazy("Svar senast"),
        help_text=gettext_lazy("Den vars aktivitet börjar tidigare ska svara innan den börjar."),
    )

    def clean(self) -> dict[str, Any]:
        """The answers come after the offers."""
        cleaned = super().clean()
        if {"day", "reply_by"} <= cleaned.keys() and cleaned["reply_by"] < cleaned["day"]:
            self.add_error("reply_by", _("Svarsdagen ligger före erbjudandet. Välj en senare dag."))
        return cleaned


class AnswerRow(forms.Form):
    """What one person answered, if anything."""

    NONE = "-"  # a value of its own, so that each row has an answer
    answer = forms.ChoiceField(
        widget=forms.RadioSelect,
        initial=NONE,
        choices=[
            (NONE, gettext_lazy("Inget svar än")),
            ("yes", gettext_lazy("Ja")),
            ("again", gettext_lazy("Nej, vill ha nytt")),
            ("no", gettext_lazy("Nej, inget mer")),
        ],
    )
    reason = CleanCharField(label=gettext_lazy("Varför, vid nej"), max_length=200, required=False)

    def __init__(self, *args: Any, person: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("Vad svarade %(name)s?") % {"name": person}


class GiveRow(forms.Form):
    """Whether one person was offered something, and what."""

    offered = forms.BooleanField(label="", required=False)
    activity = forms.TypedChoiceField(label=gettext_lazy("Aktivitet"), coerce=int)

    def __init__(self, *args: Any, person: str, activities: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offered"].label = _("%(name)s har fått erbjudandet") % {"name": person}
        self.fields["activity"].choices = activities

    def clean(self) -> dict[str, Any]:
        """What was not offered is no activity that must be right."""
        cleaned = super().clean() or {}
        if not cleaned.get("offered"):
            self.errors.pop("activity", None)
        return cleaned


class DeclineForm(forms.Form):
    """A no: why, and whether another offer is wanted (R120)."""

    reason = CleanCharField(
        label=gettext_lazy("Varför?"), max_length=200, required=False,
        help_text=gettext_lazy("Med personens egna ord, till exempel: tiden passar inte."),
    )  # fmt: skip
    wants_new_offer = forms.TypedChoiceField(
        label=gettext_lazy("Vill personen ha ett nytt erbjudande?"),
        choices=[("yes", gettext_lazy("Ja, klockan börjar om i dag")), ("no", gettext_lazy("Nej, avsluta"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )


class AskAgainForm(DeclineForm):
    """What somebody says whose activity was called off: something new, and else why not."""

    reason = CleanCharField(
        label=gettext_lazy("Med personens egna ord"), max_length=200, required=False,
    )  # fmt: skip
    field_order = ("wants_new_offer", "reason")


class MoreTimeForm(forms.Form):
    """A later day to reply by."""

    reply_by = forms.DateField(
        label=gettext_lazy("Svar senast"), help_text=gettext_lazy("En helgdag flyttas till vardagen efter.")
    )


class ReasonForm(forms.Form):
    """Why something is taken back or put right."""

    reason = CleanCharField(label=gettext_lazy("Varför?"), max_length=200)


class TapForm(forms.Form):
    """A press of a button at a matching meeting: ids and answers only, so that a device may keep it a while."""

    REASONS = {  # chosen by finger while others look on, so nothing about health or family
        "time": gettext_lazy("Tiden passar inte"),
        "travel": gettext_lazy("För långt att åka"),
        "interest": gettext_lazy("Vill göra något annat"),
        "later": gettext_lazy("Vill börja senare"),
        "other": gettext_lazy("Annat skäl"),
    }

    key = forms.UUIDField()
    event = forms.ChoiceField(choices=MeetingTap.Event.choices)
    activity = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    reason = forms.ChoiceField(choices=list(REASONS.items()), required=False)
    wants = forms.ChoiceField(choices=[("yes", ""), ("no", "")], required=False)
    undoes = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """Each event has what it needs."""
        cleaned = super().clean() or {}
        event = cleaned.get("event")
        needed = {"undo": ("undoes",), "no": ("activity", "wants")}.get(event, ("activity",)) if event else ()
        for name in needed:
            if not cleaned.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def arguments(self) -> dict[str, Any]:
        """What the service of the event takes, beside the guest and the person who taps."""
        cleaned = self.cleaned_data
        if cleaned["event"] == MeetingTap.Event.UNDO:
            return {"key": cleaned["key"], "undoes": cleaned["undoes"]}
        given = {"key": cleaned["key"], "activity_id": cleaned["activity"]}
        if cleaned["event"] == MeetingTap.Event.NO:
            reason = str(self.REASONS.get(cleaned["reason"], ""))
            given |= {"reason": reason, "wants_new_offer": cleaned["wants"] == "yes"}
        return given
