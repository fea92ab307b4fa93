"""Associations for lists, and those that a name or a number may already belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from associations.models import Activity, Association
from associations.states import ActivityState
from vida.names import LIKELY, association_likeness

if TYPE_CHECKING:
    from associations.models.associations import AssociationQuerySet

MOST_SHOWN = 5
GOES_ON = [ActivityState.APPROVED, ActivityState.RUNNING, ActivityState.UNCONFIRMED]


@dataclass(frozen=True)
class Likely:
    """An association that may be the same, and why we think so."""

    association: Association
    same_number: bool
    likeness: float


def listed() -> AssociationQuerySet:
    """Associations with municipality, how many activities go on and when the last one was sent in: one query."""
    return Association.objects.select_related("municipality").annotate(
        activities_now=Count("activities", filter=Q(activities__state__in=GOES_ON)),
        last_submitted=Max("activities__submitted_at"),
    )


def likely(name: str, number: str = "") -> list[Likely]:
    """Associations with the same number first, then those with a similar name, the most alike first; at most five.

    Reads every name in the node once (a node knows a thousand or two); a likeness is a hint for a person who decides.
    """
    names = Association.objects.values_list("id", "name", "organisation_number")
    scored = {pk: (bool(number) and number == theirs, association_likeness(name, known)) for pk, known, theirs in names}
    near = [pk for pk, (same, likeness) in scored.items() if same or likeness >= LIKELY]
    best = sorted(near, key=lambda pk: (not scored[pk][0], -scored[pk][1], pk))[:MOST_SHOWN]
    rows = Association.objects.select_related("municipality").in_bulk(best)
    return [Likely(rows[pk], *scored[pk]) for pk in best]


def likely_for(activity: Activity) -> list[Likely]:
    """The known associations that a submitted activity may come from."""
    return likely(activity.association_name, activity.association_number)
