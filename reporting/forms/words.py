"""Words about a quarter. They are frozen with the figures, so they must not name anybody."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from vida.fields import CleanCharField

_IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+ ]?\d{4}(?!\d)")
_LONGEST = 4000


class _WordsField(CleanCharField):
    """Text that may not hold anything like an identity number."""

    def to_python(self, value):
        """The cleaned text; ValidationError where a number of ten or twelve digits stands in it."""
        text = super().to_python(value)
        if _IDENTITY_NUMBER.search(text or ""):
            raise forms.ValidationError(
                _("Texten har något som liknar ett personnummer. Ta bort det: rapporten får inte peka ut någon.")
            )
        return text


class SummaryForm(forms.Form):
    """The process lead's summary of the quarter."""

    summary = _WordsField(
        label=_("Sammanfattning"),
        multiline=True,
        required=False,
        max_length=_LONGEST,
        help_text=_(
            "Vad som har gjorts, resultat mot mål, avvikelser och vad ni gör åt dem. Skriv inga namn på deltagare."
        ),
    )


class NodeNoteForm(forms.Form):
    """What the node says of its quarter."""

    note = _WordsField(
        label=_("Nodens kommentar"),
        multiline=True,
        required=False,
        max_length=_LONGEST,
        help_text=_("Vad som har gått bra, vad som avviker från planen och varför. Skriv inga namn på deltagare."),
    )


class ReturnForm(forms.Form):
    """Why a node's words come back."""

    comment = _WordsField(
        label=_("Vad behöver noden ändra?"),
        multiline=True,
        max_length=500,
        error_messages={"required": _("Skriv vad noden ska ändra eller lägga till.")},
    )
