"""A node's problem: who waits, what there is, and the pairs that no rule forbids (R83, R115)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from matching import engine
from matching.engine import Problem, Sides, feasible_pairs, pair_number, supply_of
from matching.selectors.problems.areas import read_areas
from matching.selectors.problems.demand import People, people_of
from matching.selectors.problems.history import History, Pairs, history_of
from matching.selectors.problems.supply import activities_of, needed_languages
from matching.selectors.problems.waiting import waiting_class
from matching.selectors.problems.zones import travel_table
from nodes.models import Node, ProgrammeTerms
from participants.models import InterestForm

Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NodeProblem:
    """The problem and what its rows stand for.

    People come in the order of their forms' ids, activities in the order of theirs; those are also the problem's stable
    ids. `forms`, `participants` and `units` have one element per person, `activity_pks` one per activity.
    """

    problem: Problem
    sides: Sides
    forms: Ids
    participants: Ids
    units: Ids
    activity_pks: Ids

    @property
    def persons(self) -> NDArray[Any]:
        """The people as rows of the engine."""
        return self.sides.persons


def node_problem(
    node: Node, *, on: date, terms: ProgrammeTerms, horizon: int, forms: Collection[int] | None = None
) -> NodeProblem:
    """The problem of everybody who waits in the node on the day, or of those among them with these forms.

    `terms` say who may take part; `horizon` within how many days an activity is to start.
    To be called in a scope that sees the node. A COPY for each of eight tables, however many rows they have.
    """
    waiting = InterestForm.objects.waiting().filter(node=node, participant__withdrawn_at__isnull=True)
    if forms is not None:
        waiting = waiting.filter(pk__in=forms)
    people, history, pks, sides = _read(node, waiting, on=on, terms=terms, horizon=horizon)
    problem = _problem(people, history, pks, sides)
    return NodeProblem(problem, sides, people.forms, people.participants, people.units, pks)


def _read(
    node: Node, forms: QuerySet[InterestForm], *, on: date, terms: ProgrammeTerms, horizon: int
) -> tuple[People, History, Ids, Sides]:
    areas, languages = read_areas(), needed_languages(node, on=on)
    people = people_of(forms, areas, languages, terms=terms)
    history = history_of(people, on=on)
    people.rows["waiver"] = history.waiver
    pks, activities = activities_of(node, areas, languages, on=on)
    sides = Sides(
        persons=people.rows,
        activities=supply_of(activities),
        minutes=travel_table(),
        taken=history.taken,
        offered=_numbered(history.offered, pks),
        placed=_numbered(history.placed, pks),
        today=np.datetime64(on),
        horizon=horizon,
    )
    return people, history, pks, sides


def _numbered(pairs: Pairs, pks: Ids) -> Ids:
    """The pairs whose activity is still there."""
    person, activity = pairs
    there = np.isin(activity, pks)
    return pair_number(person[there], np.searchsorted(pks, activity[there]), len(pks))


def _problem(people: People, history: History, pks: Ids, sides: Sides) -> Problem:
    pairs = feasible_pairs(sides)
    return Problem(
        pairs.person,
        pairs.activity,
        pairs.rank,
        pairs.travel,
        seats=np.maximum(0, sides.of_activity["seats"] - sides.of_activity["held"]),
        waiting_class=waiting_class((sides.today - people.asked_on).astype(np.int64), history.declined),
        person_id=people.forms,
        activity_id=pks,
        node_of_person=np.zeros(len(people.forms), np.int8),
        node_of_activity=np.zeros(len(pks), np.int8),
    )


def why_nots(problem: NodeProblem, rows: Sequence[int] | NDArray[np.integer]) -> list[str]:
    """For each of these persons, who got no place, one word: see `matching.engine.why_not`."""
    return engine.why_not(problem.sides, np.asarray(rows, np.int64))


def why_not(problem: NodeProblem, person_row: int) -> str:
    """The same for one person."""
    return why_nots(problem, [person_row])[0]
