"""Records that may be the same person. A hint for somebody who decides; nothing is merged by itself.

All of it stays inside what the reader may see: the wall hides another unit's people, the query protected ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.core.cache import cache
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from nodes.models import Node
from participants.models import JudgedDouble, Participant
from vida import clock
from vida.fields import blind_index
from vida.names import LIKELY, person_likeness

MOST_COMPARED = 500  # people born the same day (often 1 January) whose names are compared: 0.15 s
RECENT = timedelta(days=30)
KEPT = 600  # seconds that a number of pairs is believed


def identity_index(number: str) -> str:
    """What a participant's identity number is found by; "" for none."""
    return blind_index(number, "participant.identity")


@dataclass(frozen=True)
class Double:
    """Somebody known who may be the one at hand, and why we think so."""

    participant: Participant
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person: the newer one and what it resembles."""

    newer: Participant
    older: Participant
    reasons: tuple[str, ...]

    @property
    def people(self) -> tuple[Participant, Participant]:
        """Both, the older record first."""
        return self.older, self.newer


def likely_doubles(person: Participant, limit: int = 5) -> list[Double]:
    """Known people who may be `person` (saved or not), the most certain first: withdrawn ones too, never protected.

    Same number, same phone, or born the same day with a similar name. One query.
    """
    person.identity_index = identity_index(person.identity_number or "")
    near = Q(date_of_birth=person.date_of_birth)
    if person.identity_index:
        near |= Q(identity_index=person.identity_index)
    if person.phone:
        near |= Q(phone=person.phone)
    known = Participant.objects.open_to_all().filter(near).exclude(pk=person.pk).select_related("service_unit")
    found = [Double(other, _reasons(person, other)) for other in known.order_by("-id")[:MOST_COMPARED]]
    certain = sorted((double for double in found if double.reasons), key=lambda double: -len(double.reasons))
    return certain[:limit]


def possible_doubles(limit: int = 20) -> list[Pair]:
    """Pairs in the reader's sight whose newer one was registered in the last 30 days, without those judged already.

    Three queries, however many people there are.
    """
    people = Participant.objects.open_to_all().current().select_related("service_unit").defer("adaptation")
    recent = list(people.filter(registered_at__gte=clock.now() - RECENT).order_by("-id")[:MOST_COMPARED])
    if not recent:
        return []
    near = Q(date_of_birth__in={person.date_of_birth for person in recent})
    near |= Q(identity_index__in={person.identity_index for person in recent} - {""})
    near |= Q(phone__in={person.phone for person in recent} - {""})
    known = list(people.filter(near).order_by("-id")[: MOST_COMPARED * 10])
    judged = set(JudgedDouble.objects.filter(participant__in=recent).values_list("participant_id", "other_id"))
    return list(islice(_pairs(recent, known, judged), limit))


def number_of_doubles(node: Node) -> int:
    """How many pairs `possible_doubles` finds in the node, for who sees all of it.

    Counted anew when somebody is registered or a pair is judged, else kept for ten minutes: two small queries.
    """
    newest = Participant.objects.aggregate(newest=Max("pk"))["newest"]
    if newest is None:
        return 0
    judged = JudgedDouble.objects.count()
    return cache.get_or_set(f"doubles:{node.pk}:{newest}:{judged}", lambda: len(possible_doubles()), KEPT) or 0


def _pairs(recent: list[Participant], known: list[Participant], judged: set[tuple[int, int]]) -> Iterator[Pair]:
    """Each recent person beside every older one that shares a day of birth, a number or a phone, if they are alike."""
    sharing: dict[object, list[Participant]] = defaultdict(list)
    for person in known:
        for key in _keys(person):
            sharing[key].append(person)
    for newer in recent:
        beside = {older.pk: older for key in _keys(newer) for older in sharing[key] if older.pk < newer.pk}
        for older in beside.values():
            reasons = _reasons(newer, older)
            # A phone alone is too little here: families share one.
            if reasons not in ((), (_("samma telefonnummer"),)) and (newer.pk, older.pk) not in judged:
                yield Pair(newer, older, reasons)


def _keys(person: Participant) -> list[object]:
    keys = [person.date_of_birth, ("number", person.identity_index), ("phone", person.phone)]
    return keys[: 1 + bool(person.identity_index)] + (keys[2:] if person.phone else [])


def _reasons(person: Participant, other: Participant) -> tuple[str, ...]:
    """Why the two may be one, the strongest reason first; nothing where they only share a birthday."""
    reasons = []
    if person.identity_index and person.identity_index == other.identity_index:
        reasons.append(_("samma identitetsnummer"))
    born_alike = person.date_of_birth == other.date_of_birth
    if born_alike and person_likeness(person.full_name, other.full_name) >= LIKELY:
        reasons.append(_("samma födelsedatum och liknande namn"))
    if person.phone and person.phone == other.phone:
        reasons.append(_("samma telefonnummer"))
    return tuple(reasons)
