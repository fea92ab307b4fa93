"""One person, as the rules of the page know them, beside all of a node's activities (R60)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine import PERSON, TAKEN, Sides, pair_number
from matching.engine.week import DAY
from matching.rules import PersonFacts
from matching.selectors.problems.areas import Areas, read_areas
from matching.selectors.problems.codes import FIRST, LAST
from matching.selectors.problems.demand import ANY_WAY, SEX
from matching.selectors.problems.eligibility import eligible_days
from matching.selectors.problems.kept import activities_kept
from matching.selectors.problems.supply import OTHERS, Ids
from matching.selectors.problems.zones import travel_table
from nodes.models import ProgrammeTerms
from nodes.travel import matrix
from participants.models import InterestForm, Participant
from participants.reference import free_movement
from participants.selectors.rules import SWEDEN


def sides_of_one(form: InterestForm, person: PersonFacts, *, on: date, terms: ProgrammeTerms) -> tuple[Sides, Ids]:
    """The person behind the form (row 0) beside the node's activities, and the ids of these.

    Two queries, and three more where something has changed since the last time. Have `participant` and `node` loaded.
    """
    areas = read_areas()
    kept = activities_kept(form.node, areas, on=on, spoken=form.participant.languages)
    sides = Sides(
        persons=_row(person, form.participant, areas, kept.languages, terms),
        activities=kept.supply,
        minutes=travel_table(),
        taken=_taken(person),
        offered=_numbered(person.offered, kept.ids),
        placed=_numbered(person.placed, kept.ids),
        today=np.datetime64(on),
        horizon=terms.horizon_days,
    )
    return sides, kept.ids


def _row(
    person: PersonFacts, participant: Participant, areas: Areas, languages: Sequence[str], terms: ProgrammeTerms
) -> NDArray[Any]:
    row = np.zeros(1, PERSON)
    zones = matrix().index
    row["zone"] = zones.get(person.zone, len(zones))
    row["wishes"] = row["groups"] = -1
    for wish in person.wishes:
        row["wishes"][0, wish.rank - 1] = areas.number(wish.area)
        row["groups"][0, wish.rank - 1] = areas.number(wish.group)
    row["born"], row["sex"] = person.born, SEX.get(Participant.Sex(person.sex), OTHERS)
    row["children"], row["waiver"] = person.children > 0, person.waiver
    spoken = sum(1 << bit for bit, code in enumerate(languages) if code in person.languages)
    row["languages"] = spoken if person.languages else np.iinfo(np.uint64).max
    row["most_travel"] = ANY_WAY if person.most_travel is None else person.most_travel
    row["eligible_from"], row["eligible_until"] = eligible_days(_papers(participant), terms)
    return row


def _papers(participant: Participant) -> dict[str, NDArray[Any]]:
    """What decides about the right to take part, one element each."""
    days = {
        "born": participant.date_of_birth,
        "permit_from": participant.permit_from or FIRST,
        "permit_until": participant.permit_until or LAST,
    }
    answers = {
        "barred": not free_movement().isdisjoint(participant.citizenships) or SWEDEN in participant.citizenships,
        "youth": participant.route == Participant.Route.YOUTH,
        "permit_permanent": participant.permit_permanent,
    }
    return {name: np.array([day], "M8[D]") for name, day in days.items()} | {
        name: np.array([answer]) for name, answer in answers.items()
    }


def _taken(person: PersonFacts) -> NDArray[Any]:
    rows = [
        (
            0,
            taken.weekday * DAY + taken.starts,
            taken.ends - taken.starts,
            taken.first_on or FIRST,
            taken.last_on or LAST,
        )
        for taken in person.taken
    ]
    return np.array(rows, TAKEN)


def _numbered(activities: Iterable[int], ids: Ids) -> Ids:
    """The pairs with these activities, where they are still there."""
    there = np.flatnonzero(np.isin(ids, list(activities)))
    return pair_number(np.zeros(len(there), np.int64), there, len(ids))
