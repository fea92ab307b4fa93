"""Fields for models and forms: encrypted text, and inputs that check what is typed."""

from vida.fields.encrypted import EncryptedTextField, blind_index, rotated
from vida.fields.inputs import (
    CleanCharField,
    OrganisationNumberField,
    PersonalIdentityNumberField,
    PostcodeField,
    no_control_characters,
)

__all__ = [
    "CleanCharField",
    "EncryptedTextField",
    "OrganisationNumberField",
    "PersonalIdentityNumberField",
    "PostcodeField",
    "blind_index",
    "no_control_characters",
    "rotated",
]
