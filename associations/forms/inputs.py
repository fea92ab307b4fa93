"""Fields that more than one form here has."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from vida.fields import CleanCharField

TOO_LONG = _("Texten är för lång: högst %(limit_value)d tecken, du har skrivit %(show_value)d.")


class MailField(CleanCharField):
    """An address to write to."""

    default_validators = [EmailValidator(_("Skriv en e-postadress så här: namn@exempel.se."))]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254, **kwargs)


def wording(required: Any, **others: Any) -> dict[str, Any]:
    """The sentences of a field, so that every one says what to do."""
    return {"required": required, "max_length": TOO_LONG, "invalid_choice": _("Välj något i listan."), **others}


def number(label: Any, low: int, high: int, required: Any = "", **kwargs: Any) -> forms.IntegerField:
    """A whole number from `low` to `high`; optional where there is no sentence for its absence."""
    sentences = {
        "invalid": _("Skriv med siffror, utan decimaler."),
        "min_value": _("Skriv minst %(limit_value)s."),
        "max_value": _("Skriv högst %(limit_value)s."),
    }
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=bool(required),
        error_messages=wording(required, **sentences),
        **kwargs,
    )


def long_text(label: Any, limit: int, help_text: Any, required: Any) -> CleanCharField:
    """A text of several lines with a counter."""
    area = forms.Textarea(attrs={"rows": 3})
    return CleanCharField(
        label=label,
        multiline=True,
        max_length=limit,
        help_text=help_text,
        widget=area,
        required=bool(required),
        error_messages=wording(required),
    )
