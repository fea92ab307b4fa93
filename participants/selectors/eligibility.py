"""May this person take part? From rows to the rules' answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from nodes.models import NodeMunicipality, ProgrammeTerms
from participants.models import EligibilityCheck, Participant
from participants.selectors.rules import NAMES, Case, EligibilityAnswer, FailedRule, Terms, assess

__all__ = ["NAMES", "EligibilityAnswer", "FailedRule", "answer_for", "answers_for", "municipalities_of", "weigh"]

NOT_SHOWN = EligibilityCheck.Method.NOT_SHOWN


def answer_for(participant: Participant, on: date, terms: ProgrammeTerms) -> EligibilityAnswer:
    """The answer on the day `on`, with the rules that failed (R54–R58) and notes (R52, R55). Two queries."""
    return answers_for([participant], on, terms)[participant.pk]


def answers_for(participants: Iterable[Participant], on: date, terms: ProgrammeTerms) -> dict[int, EligibilityAnswer]:
    """The same for many participants of one node, by their id: two queries however many they are."""
    people = list(participants)
    if not people:
        return {}
    methods = _latest_methods([person.pk for person in people])
    municipalities = municipalities_of(people[0].node_id, on)
    return {
        person.pk: weigh(
            person,
            on=on,
            terms=terms,
            proven=methods.get(person.pk, NOT_SHOWN) != NOT_SHOWN,
            municipalities=municipalities,
        )
        for person in people
    }


def weigh(
    participant: Participant, *, on: date, terms: ProgrammeTerms, proven: bool, municipalities: frozenset[str]
) -> EligibilityAnswer:
    """The answer from what is at hand, without a query: also for somebody who is not saved yet."""
    return assess(
        Case(
            on=on,
            terms=Terms(terms.min_age, terms.max_age, terms.third_country_only, terms.horizon_days),
            born=participant.date_of_birth,
            citizenships=frozenset(participant.citizenships),
            route=participant.route,
            permit_class=participant.permit_class,
            permit_permanent=participant.permit_permanent,
            permit_from=participant.permit_from,
            permit_until=participant.permit_until,
            proven=proven,
            in_municipality=participant.municipality_id in municipalities,
        )
    )


def municipalities_of(node_id: int, on: date) -> frozenset[str]:
    """The codes of the municipalities that belong to the node on the day; the last day itself is outside."""
    rows = NodeMunicipality.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), node_id=node_id)
    return frozenset(rows.filter(valid_from__lte=on).values_list("municipality_id", flat=True))


def _latest_methods(participant_ids: list[int]) -> dict[int, str]:
    """How each participant's right was last proven."""
    rows = EligibilityCheck.objects.filter(participant_id__in=participant_ids)
    latest = rows.order_by("participant_id", "-checked_on", "-id").distinct("participant_id")
    return dict(latest.values_list("participant_id", "method"))
