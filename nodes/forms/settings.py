"""The node's own facts, its service units, and the programme's terms."""

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from nodes.models import Node, ProgrammeTerms, ServiceUnit
from vida import clock
from vida.fields import CleanCharField


class NodeForm(forms.ModelForm):
    """How associations and units reach the node."""

    phone = PhoneNumberField(label=_("Telefon"), required=False, region="SE")

    class Meta:
        model = Node
        fields = ["email", "phone"]
        help_texts = {"email": _("Visas för föreningar. Hit svarar de på mejl.")}

    def clean_phone(self):
        return str(self.cleaned_data["phone"] or "")


class ServiceUnitForm(forms.ModelForm):
    """A unit that refers people; without a contact it cannot (R85)."""

    name = CleanCharField(label=_("Enhet"), max_length=120)
    contact_name = CleanCharField(
        label=_("Kontaktperson"),
        max_length=120,
        required=False,
        help_text=_("Utan kontaktperson kan enheten inte anmäla deltagare."),
    )
    contact_phone = PhoneNumberField(label=_("Telefon"), required=False, region="SE")

    class Meta:
        model = ServiceUnit
        fields = ["name", "authority", "municipality", "contact_name", "contact_email", "contact_phone", "active"]

    def __init__(self, *args, node: Node, **kwargs):
        super().__init__(*args, **kwargs)
        self.node = node
        self.instance.node = node
        self.fields["municipality"].queryset = node.municipalities.all()

    def clean_contact_phone(self):
        return str(self.cleaned_data["contact_phone"] or "")

    def clean_name(self):
        name = self.cleaned_data["name"]
        if ServiceUnit.objects.filter(node=self.node, name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Det finns redan en enhet med det namnet. Välj ett annat."))
        return name

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("authority") == ServiceUnit.Authority.MUNICIPALITY and not cleaned.get("municipality"):
            self.add_error("municipality", _("Välj den kommun som enheten hör till."))
        if cleaned.get("contact_name") and not (cleaned.get("contact_email") or cleaned.get("contact_phone")):
            self.add_error("contact_email", _("Skriv e-post eller telefon till kontaktpersonen."))
        return cleaned


class TermsForm(forms.ModelForm):
    """What is to hold in the programme from a day on; a day that has passed cannot be rewritten."""

    class Meta:
        model = ProgrammeTerms
        exclude = ["programme"]  # noqa: DJ006 - every field of the terms is the process lead's to set

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today()

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < clock.today():
            raise forms.ValidationError(_("Välj i dag eller en senare dag: det som varit ändras inte."))
        return day

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("max_age") or 0) < (cleaned.get("min_age") or 0):
            self.add_error("max_age", _("Högsta åldern måste vara minst lika hög som den lägsta."))
        if cleaned.get("warn_after_days", 0) >= cleaned.get("offer_days", 1):
            self.add_error("warn_after_days", _("Varningen måste komma före sista dagen för erbjudande."))
        return cleaned
