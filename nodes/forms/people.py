"""Inviting somebody, and accepting an invitation."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from nodes.access import Access
from nodes.models import Invitation, Membership, Municipality, User
from nodes.roles import LEVEL, Level, Role
from nodes.services import invitations
from vida.fields import CleanCharField


class InviteForm(forms.Form):
    """Who, with which role, and where it belongs."""

    name = CleanCharField(label=_("Namn"), max_length=120)
    email = forms.EmailField(label=_("E-post"), max_length=254)
    role = forms.ChoiceField(label=_("Roll"))
    service_unit = forms.ModelChoiceField(
        None, label=_("Enhet"), required=False, empty_label=_("Välj enhet"), help_text=_("För handläggare.")
    )
    municipality = forms.ModelChoiceField(
        None, label=_("Kommun"), required=False, empty_label=_("Välj kommun"), help_text=_("För observatörer.")
    )

    def __init__(self, *args, access: Access, **kwargs):
        super().__init__(*args, **kwargs)
        self.access = access
        wanted = [Level.NODE, Level.SERVICE_UNIT] if access.node else [Level.PROGRAMME]
        roles = [role for role in invitations.invitable(access.actor.roles) if LEVEL[role] in wanted]
        self.fields["role"].choices = [("", _("Välj roll")), *((role.value, role.label) for role in roles)]
        if access.node:
            self.fields["service_unit"].queryset = access.node.service_units.filter(active=True)
            del self.fields["municipality"]
        else:
            self.fields["municipality"].queryset = Municipality.objects.all()
            del self.fields["service_unit"]

    def clean(self):
        cleaned = super().clean()
        role, email = cleaned.get("role"), (cleaned.get("email") or "").lower()
        if role == Role.CASE_OFFICER and not cleaned.get("service_unit"):
            self.add_error("service_unit", _("Välj den enhet som handläggaren arbetar på."))
        if role == Role.OBSERVER and not cleaned.get("municipality"):
            self.add_error("municipality", _("Välj den kommun som observatören kommer från."))
        if role and email:
            self._check_new(role, email, cleaned.get("service_unit") if role == Role.CASE_OFFICER else None)
        return cleaned

    def _check_new(self, role, email, unit):
        here = {"role": role, "programme": self.access.programme, "node": self.access.node, "service_unit": unit}
        if Membership.objects.filter(user__email=email, ended_at__isnull=True, **here).exists():
            self.add_error("email", _("Personen har redan den rollen här."))
        elif invitations.waiting().filter(email=email, **here).exists():
            self.add_error(
                "email", _("Personen har redan en inbjudan hit. Återta den först om mejlet inte har kommit fram.")
            )


class AcceptInvitationForm(forms.Form):
    """A name and a password for somebody new; nothing at all for somebody who has an account."""

    name = CleanCharField(label=_("Ditt namn"), max_length=120)
    password = forms.CharField(
        label=_("Välj ett lösenord"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=256,
        help_text=_("Minst 12 tecken. Några ord efter varandra är lättare att minnas än krångliga tecken."),
    )

    def __init__(self, *args, invitation: Invitation, known: User | None, **kwargs):
        super().__init__(*args, initial={"name": invitation.name}, **kwargs)
        self.invitation, self.known = invitation, known
        if known:
            self.fields.clear()

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email, name=self.cleaned_data.get("name", "")))
        return password

    def clean(self):
        return super().clean() | ({"name": self.known.name} if self.known else {})

    @property
    def chosen_password(self) -> str | None:
        """What was chosen; None for somebody who has an account."""
        return self.cleaned_data.get("password")
