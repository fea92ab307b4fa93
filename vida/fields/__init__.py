"""Fields for models and forms: encrypted text, and inputs that check what is typed."""

from vida.fields.encrypted import EncryptedTextField, blind_index, rotated
from vida.fields.inputs import (
    CleanCharField,
    DayField,
    KronorField,
    OrganisationNumberField,
    PersonalIdentityNumberField,
    PhoneField,
    PostcodeField,
    PurposeField,
    no_control_characters,
    show_phone,
)

__all__ = [
    "CleanCharField",
    "DayField",
    "EncryptedTextField",
    "KronorField",
    "OrganisationNumberField",
    "PersonalIdentityNumberField",
    "PhoneField",
    "PostcodeField",
    "PurposeField",
    "blind_index",
    "no_control_characters",
    "rotated",
    "show_phone",
]
