"""What a coordinator writes about an association; never about its activities (R123)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations.forms.inputs import MailField, wording
from associations.models import Association
from nodes.models import Municipality
from vida.fields import CleanCharField, OrganisationNumberField, PhoneField, PostcodeField


class AssociationForm(forms.Form):
    """The association's own facts."""

    name = CleanCharField(label=_("Namn"), max_length=200, error_messages=wording(_("Skriv föreningens namn.")))
    kind = forms.ChoiceField(label=_("Slag"), choices=Association.Kind.choices, error_messages=wording(""))
    status = forms.ChoiceField(label=_("Läge"), choices=Association.Status.choices, error_messages=wording(""))
    organisation_number = OrganisationNumberField(label=_("Organisationsnummer"), required=False)
    no_number_reason = CleanCharField(
        label=_("Varför numret saknas"), max_length=200, required=False, error_messages=wording("")
    )
    municipality = forms.ModelChoiceField(
        label=_("Kommun"), queryset=Municipality.objects.none(), required=False, empty_label=_("Välj kommun")
    )
    address = CleanCharField(label=_("Adress"), max_length=200, required=False, error_messages=wording(""))
    postcode = PostcodeField(label=_("Postnummer"), required=False)
    email = MailField(label=_("E-post"), required=False)
    phone = PhoneField(label=_("Telefon"), required=False)
    homepage = forms.URLField(
        label=_("Webbplats"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages=wording("", invalid=_("Skriv adressen så här: www.exempel.se.")),
    )
    source = CleanCharField(
        label=_("Källa"),
        max_length=120,
        required=False,
        help_text=_("Hur vi fick kontakt, till exempel genom Kultur och fritid."),
        error_messages=wording(""),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.all()


class ContactForm(forms.Form):
    """Somebody to ring or mail at the association."""

    one_needed = ("email", "phone")
    name = CleanCharField(label=_("Namn"), max_length=120, error_messages=wording(_("Skriv personens namn.")))
    email = MailField(label=_("E-post"), required=False, help_text=_("E-post eller telefon behövs."))
    phone = PhoneField(label=_("Telefon"), required=False)

    def clean(self) -> dict[str, Any]:
        """One way to reach the person is enough, none is too few (R75)."""
        data = self.cleaned_data
        if "email" in data and "phone" in data and not data["email"] and not data["phone"]:
            self.add_error("email", gettext("Skriv en e-postadress eller ett telefonnummer."))
        return data
