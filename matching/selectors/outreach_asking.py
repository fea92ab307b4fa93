"""Whom a task may be put to, and to whom it has been (R44, R47)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from associations.selectors.likely_in import LikelyIn, likely_in
from matching.models import OutreachContact, OutreachTask


@dataclass(frozen=True)
class Candidate:
    """An association that may have something, and what it was asked, the latest first."""

    likely: LikelyIn
    contacts: list[OutreachContact]


@dataclass(frozen=True)
class Asking:
    """The associations to ask, best first, and everything that was asked and answered, the latest first."""

    likely: list[Candidate]
    contacts: list[OutreachContact]


def asking_of(task: OutreachTask) -> Asking:
    """The likely associations of a task with what they have answered: who has not been asked yet comes first."""
    rows = task.contacts.select_related("association", "recorded_by").order_by("-contacted_on", "-id")
    contacts = list(rows)
    by_association: dict[int, list[OutreachContact]] = defaultdict(list)
    for contact in contacts:
        by_association[contact.association_id].append(contact)
    found = likely_in(task.area, task.municipality, also=by_association.keys())
    likely = [Candidate(one, by_association.get(one.association.pk, [])) for one in found]
    return Asking(sorted(likely, key=lambda one: bool(one.contacts)), contacts)
