"""Who is counted under O.2.3 in a node, one by one, as the funder wants to see it on inspection (R184, facts § 1.2).

The figures and this list count the same people; those with protected identity are counted, and left out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Max, Q

from nodes.models import Node
from participants.models import EligibilityCheck, InterestForm, Participant
from participants.reference import free_movement
from participants.selectors.rules import SWEDEN
from placements.models import Placement
from reporting.selectors.figures.persons import Supported, supported
from reporting.selectors.figures.span import span_of
from vida import clock
from vida.calendar import Quarter


@dataclass(frozen=True)
class Entry:
    """One person of the list, with the check that settled the right to take part."""

    person: Participant
    counted: Supported
    left_on: date | None
    check: EligibilityCheck
    in_period: bool  # counted for the first time in the quarter

    @property
    def identifier(self) -> str:
        """The identity number; where there is none, a key of ours that keeps the person apart from the others."""
        return self.person.identity_number or f"VIDA-{self.person.pk}"

    @property
    def third_country(self) -> bool:
        """Neither a Swedish citizen nor one of the EU or the EEA; the stateless are none either."""
        return not {SWEDEN, *free_movement()} & set(self.person.citizenships)

    @property
    def unaccompanied(self) -> bool:
        """Came as a child without parents (R58)."""
        return self.person.route == Participant.Route.YOUTH


@dataclass(frozen=True)
class ParticipantRegister:
    """The entries by the day they came to count, and how many are left out for their protection."""

    entries: list[Entry]
    protected: int


def participant_register(node: Node, quarter: Quarter) -> ParticipantRegister:
    """Everybody counted in the node until the quarter's last day. As many queries at any size; in the node's scope."""
    span = replace(span_of(node.programme, quarter), nodes=(node.pk,))
    found = supported(span)
    keys = [each.participant_id for each in found]
    people = Participant.objects.open_to_all().in_bulk(keys)
    checks = EligibilityCheck.objects.filter(participant__in=keys, checked_on__lte=span.until)
    latest = checks.order_by("participant_id", "-checked_on", "-id").distinct("participant_id")
    check_of = {each.participant_id: each for each in latest}
    left = _left(people)
    entries = [
        Entry(
            people[each.participant_id],
            each,
            left.get(each.participant_id),
            check_of[each.participant_id],
            each.counted_on >= span.first,
        )
        for each in found
        if each.participant_id in people
    ]
    return ParticipantRegister(entries, len(found) - len(entries))


def _left(people: dict[int, Participant]) -> dict[int, date]:
    """The day each left: withdrew, or ended the last place with nothing more to wait for."""
    waiting = set(InterestForm.objects.open().filter(participant__in=people).values_list("participant_id", flat=True))
    ends = Placement.objects.filter(participant__in=people).order_by().values("participant_id")
    ends = ends.annotate(last=Max("ended_on"), going_on=Count("id", filter=Q(ended_on__isnull=True)))
    over = [each for each in ends if not each["going_on"] and each["participant_id"] not in waiting]
    left = {each["participant_id"]: each["last"] for each in over}
    gone = {pk: clock.local(each.withdrawn_at).date() for pk, each in people.items() if each.withdrawn_at}
    return left | gone
