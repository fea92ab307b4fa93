"""The node's own facts, its service units, and the programme's terms."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from nodes.models import Node, ProgrammeTerms, ServiceUnit
from vida import clock
from vida.calendar import long_date
from vida.fields import CleanCharField, DayField, PhoneField


class NodeForm(forms.ModelForm):
    """How associations and units reach the node."""

    phone = PhoneField(label=_("Telefon"), required=False)

    class Meta:
        model = Node
        fields = ["email", "phone"]
        help_texts = {"email": _("Visas för föreningar. Hit svarar de på mejl.")}


class ServiceUnitForm(forms.ModelForm):
    """A unit that refers people; without a contact it cannot (R85)."""

    name = CleanCharField(label=_("Enhet"), max_length=120)
    contact_name = CleanCharField(
        label=_("Kontaktperson"),
        max_length=120,
        required=False,
        help_text=_("Utan kontaktperson kan enheten inte anmäla deltagare."),
    )
    contact_phone = PhoneField(label=_("Telefon"), required=False)

    class Meta:
        model = ServiceUnit
        fields = ["name", "authority", "municipality", "contact_name", "contact_email", "contact_phone", "active"]

    def __init__(self, *args, node: Node, **kwargs):
        super().__init__(*args, **kwargs)
        self.node = node
        self.instance.node = node
        self.fields["municipality"].queryset = node.municipalities.all()
        self.fields["municipality"].empty_label = _("Välj kommun")
        self.fields["authority"].choices = [("", _("Välj myndighet")), *ServiceUnit.Authority.choices]

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


LIMITS = {  # what no programme has meant: the least and the most, so that a slip of the finger is caught
    "offer_days": (2, 365), "warn_after_days": (1, 364), "target": (1, 1_000_000), "min_age": (0, 120),
    "max_age": (0, 120), "compensation_cap": (0, 100_000), "reply_days": (1, 365), "horizon_days": (1, 730),
}  # fmt: skip


class TermsForm(forms.ModelForm):
    """What is to hold in the programme from a day on; a day that has passed cannot be rewritten."""

    valid_from = DayField(label=_("Gäller från"))

    class Meta:
        model = ProgrammeTerms
        exclude = ["programme"]  # noqa: DJ006 - every field of the terms is the process lead's to set

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today()
        for name, (least, most) in LIMITS.items():
            self.fields[name].validators += [
                MinValueValidator(least, _("Skriv minst %(limit_value)s.")),
                MaxValueValidator(most, _("Skriv högst %(limit_value)s.")),
            ]

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < clock.today():
            raise forms.ValidationError(_("Välj i dag eller en senare dag: det som varit ändras inte."))
        if day > self.instance.programme.ends_on:
            words = {"limit": long_date(self.instance.programme.ends_on)}
            raise forms.ValidationError(_("Programmet slutar %(limit)s. Välj en dag dessförinnan.") % words)
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("max_age", 120) < cleaned.get("min_age", 0):
            self.add_error("max_age", _("Högsta åldern måste vara minst lika hög som den lägsta."))
        if cleaned.get("warn_after_days", 0) >= cleaned.get("offer_days", 365):
            self.add_error("warn_after_days", _("Varningen måste komma före sista dagen för erbjudande."))
        return cleaned
