"""Associations that may have something in an interest area: what they have had, and what their registers say (R116).

A register's own words ("Körsång, folkmusik") are read with the synonyms of `nodes.interests`. The database first picks
out what has any of the area's words in it, so that only those few are read closely; "körkort" falls away there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Concat

from associations.models import ActivityInterest, Association
from associations.states import ActivityState
from nodes.interests import areas, leaves_of, named_areas
from nodes.models import InterestArea, Municipality

HAVE_BEEN = (ActivityState.APPROVED, ActivityState.UNCONFIRMED, ActivityState.RUNNING, ActivityState.ENDED)


@dataclass(frozen=True)
class LikelyIn:
    """An association and why it is likely: the titles of its activities in the area, or that its words name it."""

    association: Association
    activities: tuple[str, ...]
    here: bool  # in the municipality that was asked about


def likely_in(area: InterestArea, municipality: Municipality | None, *, also: Collection[int] = ()) -> list[LikelyIn]:
    """The active associations of the node that may have something in the area, best first; four queries.

    Those in the municipality come first; then who has had something of the kind before who only says so. `also` are
    the ids of some that are to be there whatever they say.
    """
    wanted = {area.code, *leaves_of(area.code)}
    earlier = _earlier(wanted)
    rows = Association.objects.active().filter(pk__in={*earlier, *_named(wanted), *also})
    found = [
        LikelyIn(row, tuple(earlier.get(row.pk, ())), municipality is None or row.municipality_id == municipality.pk)
        for row in rows.select_related("municipality").prefetch_related("contacts")
    ]
    return sorted(found, key=lambda one: (not one.here, not one.activities, one.association.sort_key))


def _earlier(wanted: set[str]) -> dict[int, list[str]]:
    """The titles of what each association has, or has had, in the areas, the latest first."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = ActivityInterest.objects.filter(area__code__in=wanted, activity__state__in=HAVE_BEEN)
    ordered = rows.order_by("-activity__first_on", "activity_id")
    for owner, title in ordered.values_list("activity__association_id", "activity__title"):
        if title not in found[owner]:
            found[owner].append(title)
    return dict(found)


def _named(wanted: set[str]) -> set[int]:
    """Those whose name or register names one of the areas."""
    pattern = "|".join(re.escape(word) for word in sorted(_words(wanted)))
    rows = Association.objects.annotate(said=Concat("name", Value(" "), "activities_text")).filter(said__iregex=pattern)
    return {
        pk
        for pk, *said in rows.values_list("pk", "activities_text", "name")
        if any(not wanted.isdisjoint(named_areas(text)) for text in said)
    }


def _words(wanted: set[str]) -> set[str]:
    found = [areas()[code] for code in wanted]
    return {word.removeprefix("=") for area in found for word in (area.name_sv, *area.synonyms_sv)}
