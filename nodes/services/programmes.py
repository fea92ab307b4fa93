"""Founding a programme (R1, R4, R8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nodes.models import Organisation, OrganisationKind, Partner, Programme, ProgrammeTerms

# Who must be in a programme (R1). More kinds may take part once they stand in the code list.
NEEDED_KINDS = {
    "municipality": "Kommun",
    "employment_service": "Arbetsförmedlingen",
    "county_board": "Länsstyrelse",
    "civil_society": "Civilsamhälle",
}


class KindMissing(Exception):
    """An organisation kind that a programme needs is not there; `str()` is a Swedish sentence (R1)."""


class UnknownKind(Exception):
    """An organisation of a kind that is not in the code list; `str()` is a Swedish sentence (R1)."""


def load_kinds() -> None:
    """Put the four kinds that every programme has into the code list; safe to run again."""
    kinds = [OrganisationKind(code=code, name=name) for code, name in NEEDED_KINDS.items()]
    OrganisationKind.objects.bulk_create(kinds, ignore_conflicts=True)


@transaction.atomic
def organisation(*, name: str, kind: str, organisation_number: str = "") -> Organisation:
    """The organisation of that name, made if it is new. UnknownKind for a kind outside the code list."""
    known = OrganisationKind.objects.filter(code=kind).first()
    if known is None:
        raise UnknownKind(
            _("Slaget ”%(kind)s” finns inte i listan över organisationer. Lägg till det där först.") % {"kind": kind}
        )
    made, _created = Organisation.objects.get_or_create(
        name=name, defaults={"kind": known, "organisation_number": organisation_number}
    )
    return made


@transaction.atomic
def create_programme(
    *,
    name: str,
    owner: Organisation,
    partners: Iterable[Organisation],
    funder: str,
    method: str,
    starts_on: date,
    ends_on: date,
    terms: dict[str, Any] | None = None,
    **more: Any,
) -> Programme:
    """A programme with its partners and its first terms, which hold from its first day (R4, R8).

    The owner is a partner too. KindMissing unless the partners are of all four kinds (R1). `terms` are fields of
    `ProgrammeTerms` that differ from the usual ones, `more` further fields of `Programme`.
    """
    everybody = list({each.pk: each for each in (owner, *partners)}.values())
    check_kinds(everybody)
    programme = Programme.objects.create(
        name=name, owner=owner, funder=funder, method=method, starts_on=starts_on, ends_on=ends_on, **more
    )
    Partner.objects.bulk_create(Partner(programme=programme, organisation=each) for each in everybody)
    ProgrammeTerms.objects.create(programme=programme, valid_from=starts_on, **(terms or {}))
    return programme


def check_kinds(organisations: Iterable[Organisation]) -> None:
    """KindMissing unless there is at least one organisation of each kind that a programme needs (R1)."""
    there = {each.kind.code for each in organisations}
    missing = [name for code, name in NEEDED_KINDS.items() if code not in there]
    if missing:
        words = ", ".join(missing)
        raise KindMissing(
            _("Programmet behöver minst en organisation av varje slag. Det saknas: %(kinds)s.") % {"kinds": words}
        )
