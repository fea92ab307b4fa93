"""Numbers that identify: persons, organisations, their accounts and postcodes. Each parser returns what is stored."""

from vida.identity.numbers import InvalidNumber
from vida.identity.organisations import (
    bankgiro,
    may_be_a_persons,
    organisation_number,
    plusgiro,
    postcode,
    show_bankgiro,
    show_organisation_number,
    show_plusgiro,
    show_postcode,
)
from vida.identity.persons import Identity, IdentityKind, mask, parse

__all__ = [
    "Identity",
    "IdentityKind",
    "InvalidNumber",
    "bankgiro",
    "mask",
    "may_be_a_persons",
    "organisation_number",
    "parse",
    "plusgiro",
    "postcode",
    "show_bankgiro",
    "show_organisation_number",
    "show_plusgiro",
    "show_postcode",
]
