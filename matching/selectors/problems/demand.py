"""The people who wait in a node as rows of the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q
from django.db.models.functions import Cast
from numpy.typing import NDArray

from matching.engine import PERSON
from matching.selectors.problems.areas import Areas
from matching.selectors.problems.codes import FIRST, LAST, among, code, day, digits, number
from matching.selectors.problems.copying import DAY, Columns, columns_of, these
from matching.selectors.problems.eligibility import eligible_days
from matching.selectors.problems.supply import MEN, OTHERS, WOMEN
from matching.selectors.problems.zones import zones
from nodes.models import ProgrammeTerms
from participants.models import InterestChoice, Participant
from participants.reference import free_movement
from participants.selectors.rules import SWEDEN

SEX = {Participant.Sex.WOMAN: WOMEN, Participant.Sex.MAN: MEN}
ANY_WAY = 2**30  # minutes


@dataclass(frozen=True, eq=False)
class People:
    """Who waits, in the order of the forms' ids."""

    forms: NDArray[np.int64]
    participants: NDArray[np.int64]
    units: NDArray[np.int64]
    asked_on: NDArray[np.datetime64]
    rows: NDArray[Any]  # PERSON

    def rows_of(self, participants: NDArray[np.int64]) -> NDArray[np.intp]:
        """The row of each participant; each must be among them."""
        order = np.argsort(self.participants)
        return order[np.searchsorted(self.participants, participants, sorter=order)]


def people_of(forms: Any, areas: Areas, languages: Sequence[str], *, terms: ProgrammeTerms) -> People:
    """The people behind a query for forms; the waiver is filled in from another table."""
    found = _by_form(forms, languages)
    people = People(found["id"], found["participant_id"], found["service_unit_id"], found["asked_on"], _rows(found))
    people.rows["eligible_from"], people.rows["eligible_until"] = eligible_days(found, terms)
    choices = columns_of(
        InterestChoice.objects.filter(form__in=these(people.forms)), form_id="i8", rank="i2", area_id="i8"
    )
    row, area = np.searchsorted(people.forms, choices["form_id"]), areas.numbers(choices["area_id"])
    people.rows["wishes"] = people.rows["groups"] = -1
    people.rows["wishes"][row, choices["rank"] - 1] = area
    people.rows["groups"][row, choices["rank"] - 1] = areas.group[area]
    return people


def _by_form(forms: Any, languages: Sequence[str]) -> Columns:
    barred = sorted(free_movement() | {SWEDEN})
    found = columns_of(
        forms.annotate(
            place_code=Cast("participant__municipality_id", IntegerField()),
            place_digits=digits("participant__postcode"),
            born=F("participant__date_of_birth"),
            sex=code("participant__sex", SEX, otherwise=OTHERS),
            children=_is(participant__children_to_bring__gt=0),
            unspoken=_is(participant__languages=[]),
            spoken=among("participant__languages", languages),
            most_travel=number("participant__max_travel_minutes", without=ANY_WAY),
            barred=_is(participant__citizenships__overlap=barred),
            youth=_is(participant__route=Participant.Route.YOUTH),
            permit_permanent=F("participant__permit_permanent"),
            permit_from=day("participant__permit_from", without=FIRST),
            permit_until=day("participant__permit_until", without=LAST),
        ),
        id="i8", participant_id="i8", service_unit_id="i8", asked_on=DAY, place_code="i4", place_digits="i4", born=DAY,
        sex="i4", children="?", most_travel="i4", barred="?", youth="?", permit_permanent="?", permit_from=DAY,
        permit_until=DAY, unspoken="?", spoken="i8",
    )  # fmt: skip
    order = np.argsort(found["id"])
    return {name: column[order] for name, column in found.items()}


def _is(**condition: Any) -> Any:
    return ExpressionWrapper(Q(**condition), BooleanField())


def _rows(found: Columns) -> NDArray[Any]:
    rows = np.zeros(len(found["id"]), PERSON)
    rows["zone"] = zones(found["place_code"], found["place_digits"])
    for field in ("born", "sex", "children", "most_travel"):
        rows[field] = found[field]
    rows["languages"] = np.where(found["unspoken"], np.iinfo(np.uint64).max, found["spoken"].astype(np.uint64))
    return rows
