"""Approving an activity: whose it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations.models import Association

NEW, OTHER = "new", "other"
CHOOSE = _("Välj vilken förening anmälan gäller, eller att den är ny.")


class ApproveForm(forms.Form):
    """Which association this is: one of the likely ones, another known one, or a new one."""

    association = forms.ChoiceField(
        label=_("Vilken förening är det?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    other = forms.ModelChoiceField(
        label=_("En annan förening"),
        queryset=Association.objects.none(),
        required=False,
        empty_label=_("Välj förening"),
    )

    def __init__(self, *args: Any, likely: list[tuple[int, str]], new_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(pk), words) for pk, words in likely]
        new = (NEW, gettext("En ny förening: %(name)s") % {"name": new_name})
        self.fields["association"].choices = [*known, (OTHER, _("En annan förening, som jag väljer nedan")), new]
        self.fields["association"].initial = known[0][0] if known else NEW
        self.fields["other"].queryset = Association.objects.active().order_by("sort_key", "id")

    def clean(self) -> dict[str, Any]:
        """ "Another one" needs to say which."""
        data = self.cleaned_data
        if data.get("association") == OTHER and "other" in data and not data["other"]:
            self.add_error("other", gettext("Välj föreningen i listan."))
        return data
