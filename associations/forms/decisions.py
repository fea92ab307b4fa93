"""What a coordinator writes when deciding about an activity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.forms.inputs import long_text


class ReasonForm(forms.Form):
    """A reason or a comment, which the association will read."""

    reason = long_text(_("Till föreningen"), 2000, "", _("Skriv en mening till föreningen, så att de förstår varför."))

    def __init__(self, *args: Any, label: Any = "", help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = help_text
