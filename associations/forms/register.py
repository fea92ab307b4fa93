"""Sending in a register, and correcting a row of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations.forms.inputs import wording
from associations.services.registerfile import MOST_BYTES, Row, Unreadable, read_register
from vida.fields import CleanCharField


class RegisterForm(forms.Form):
    """A file; its rows are in `cleaned_data["rows"]`."""

    file = forms.FileField(
        label=_("Registrets fil"),
        help_text=_("CSV eller Excel (xlsx), högst 5 MB. Första raden är rubriker; Namn är den enda som måste finnas."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom."),
            "invalid": _("Välj en fil."),
            "missing": _("Välj en fil."),
            "max_length": _("Filens namn är för långt."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """Reads the file."""
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file:
            try:
                self.cleaned_data["rows"] = self._read(file)
            except Unreadable as fault:
                self.add_error("file", str(fault))
        return self.cleaned_data

    def _read(self, file: UploadedFile) -> list[Row]:
        if (file.size or 0) > MOST_BYTES:
            raise Unreadable(gettext("Filen är större än 5 MB. Dela den i flera."))
        return read_register(file.read())


class RowForm(forms.Form):
    """What can be wrong in a row, to be put right."""

    name = CleanCharField(label=_("Namn"), max_length=200, error_messages=wording(_("Skriv föreningens namn.")))
    org_number = CleanCharField(
        label=_("Organisationsnummer"),
        max_length=40,
        required=False,
        help_text=_("Lämna tomt om föreningen inget har."),
        error_messages=wording(""),
    )
    municipality = CleanCharField(label=_("Kommun"), max_length=60, required=False, error_messages=wording(""))
    postal_code = CleanCharField(label=_("Postnummer"), max_length=20, required=False, error_messages=wording(""))
    email = CleanCharField(label=_("E-post"), max_length=254, required=False, error_messages=wording(""))
    phone = CleanCharField(label=_("Telefon"), max_length=40, required=False, error_messages=wording(""))
