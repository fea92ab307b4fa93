"""The forms of passkeys: allauth's own, with a name for the key that is asked for in words."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from vida.fields import CleanCharField

LABEL = _("Vad ska nyckeln heta?")
LONGEST = 60


class AddKeyForm(AddWebAuthnForm):
    """A new key; allauth gives one without a name its own."""

    name = CleanCharField(label=LABEL, max_length=LONGEST, required=False)


class RenameKeyForm(EditWebAuthnForm):
    """Another name for a key."""

    name = CleanCharField(label=LABEL, max_length=LONGEST)
