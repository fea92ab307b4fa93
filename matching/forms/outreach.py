"""The forms of outreach: what to look for, what comes next, and who was asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from associations.models import Association
from matching.models import OutreachContact, OutreachTask
from nodes.models import InterestArea, Municipality, Node, User
from vida.fields import CleanCharField


class _AreaChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: InterestArea) -> str:
        return f"– {obj.name}" if obj.parent_id else obj.name


class NewTaskForm(forms.Form):
    """What to look for, and where."""

    intresse = _AreaChoice(
        label=_("Intresse"), queryset=InterestArea.objects.none(), to_field_name="code", empty_label=_("Välj"),
        help_text=_("En grupp, eller något i den."),
    )  # fmt: skip
    kommun = forms.ModelChoiceField(
        label=_("Kommun"), queryset=Municipality.objects.none(), to_field_name="code", required=False,
        empty_label=_("Hela noden"),
    )  # fmt: skip

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intresse"].queryset = InterestArea.objects.order_by("position")
        self.fields["kommun"].queryset = node.municipalities.order_by("sort_key")


def _note() -> CleanCharField:
    return CleanCharField(
        label=_("Anteckning"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Skriv inget om någon deltagare."),
    )  # fmt: skip


class TaskForm(forms.Form):
    """Who does it, when to come back to it, and what to remember."""

    responsible = forms.ModelChoiceField(label=_("Ansvarig"), queryset=User.objects.none(), empty_label=None)
    next_on = forms.DateField(label=_("Nästa steg senast"))
    note = _note()

    def __init__(self, *args: Any, task: OutreachTask, coordinators: QuerySet[User], **kwargs: Any) -> None:
        initial = {"responsible": task.responsible_id, "next_on": task.next_on, "note": task.note}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["responsible"].queryset = coordinators


class ContactForm(forms.Form):
    """An association that was asked, and what it answered."""

    association = forms.ModelChoiceField(
        label=_("Förening"), queryset=Association.objects.none(), empty_label=_("Välj förening")
    )
    contacted_on = forms.DateField(label=_("När"))
    how = forms.ChoiceField(label=_("Hur"), choices=OutreachContact.How.choices, widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label=_("Vad blev svaret?"), choices=OutreachContact.Answer.choices, widget=forms.RadioSelect,
        initial=OutreachContact.Answer.NONE,
    )  # fmt: skip
    note = _note()
    next_on = forms.DateField(
        label=_("Nästa steg senast"), help_text=_("Då kommer uppgiften upp på Idag, om den är öppen.")
    )

    def __init__(self, *args: Any, today: date, next_on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"contacted_on": today, "how": "phone", "next_on": next_on, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.active().order_by("sort_key", "id")
