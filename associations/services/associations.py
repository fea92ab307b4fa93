"""The coordinator's register of associations and whom to ring there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from associations.models import Activity, Association, ContactPerson
from nodes.models import Node
from vida.identity import show_organisation_number
from vida.text import fold, sort_key


class NumberTaken(Exception):
    """Another association of the node has the organisation number; `str()` names it."""

    def __init__(self, owner: Association) -> None:
        super().__init__(owner)
        self.owner = owner

    def __str__(self) -> str:
        return _("%(number)s hör redan till %(name)s.") % {
            "number": show_organisation_number(self.owner.organisation_number),
            "name": self.owner.name,
        }


@transaction.atomic
def save(*, association: Association | None, node: Node, values: Mapping[str, Any]) -> Association:
    """Create or change an association's own facts; raises NumberTaken. Returns the row."""
    row = (
        Association.objects.select_for_update(of=("self",)).get(pk=association.pk)
        if association
        else Association(node=node)
    )
    number = values.get("organisation_number", "")
    _check_number(row, number)
    for name, value in values.items():
        setattr(row, name, value)
    row.sort_key, row.search_key = sort_key(row.name)[:300], fold(row.name)[:300]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else was first
        _check_number(row, number)
        raise
    return row


def _check_number(row: Association, number: str) -> None:
    owner = Association.objects.filter(organisation_number=number).exclude(pk=row.pk).first() if number else None
    if owner:
        raise NumberTaken(owner)


@transaction.atomic
def save_contact(
    *, association: Association, contact: ContactPerson | None, values: Mapping[str, Any]
) -> ContactPerson:
    """Add or change a contact person. Adding the same one again changes nothing."""
    Association.objects.select_for_update(of=("self",)).get(pk=association.pk)
    known = None if contact else association.contacts.filter(**values).first()
    row = contact or known or ContactPerson(node_id=association.node_id, association=association)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def remove_contact(*, contact: ContactPerson) -> None:
    """Take a contact person away; an activity keeps the contact that its association wrote."""
    contact.delete()


@transaction.atomic
def from_activity(*, activity: Activity) -> Association:
    """A new association, as it described itself on the form; raises NumberTaken."""
    values = {
        "name": activity.association_name or activity.title,
        "kind": activity.association_kind,
        "organisation_number": activity.association_number,
        "no_number_reason": activity.no_number_reason,
        "municipality": activity.municipality,
        "email": activity.contact_email,
        "phone": activity.contact_phone,
        "source": _("Anmälan av aktivitet"),
    }
    return save(association=None, node=activity.node, values=values)


@transaction.atomic
def remember_contact(*, association: Association, activity: Activity) -> None:
    """Keep the activity's contact person with the association, unless the same address or number is there already."""
    email, phone = activity.contact_email, activity.contact_phone
    known = association.contacts.all()
    if (email or phone) and not any((email and c.email == email) or (phone and c.phone == phone) for c in known):
        values = {"name": activity.contact_name, "email": email, "phone": phone}
        save_contact(association=association, contact=None, values=values)
