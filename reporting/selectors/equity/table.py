"""The table of equity: a row for each sex, each age and everybody, with the steps of those asked in a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nodes.models import Node, Programme
from nodes.tenancy import counting_in
from reporting.hiding import Cell
from reporting.selectors.equity.queries import cohorts, medians
from reporting.selectors.equity.sharing import ALL, GROUPS, hidden_in
from reporting.selectors.figures.persons import STEPS
from vida.calendar import Quarter


@dataclass(frozen=True)
class Group:
    """People of a sex or an age ("" is everybody): how many came to each step, None where hidden."""

    code: str
    steps: Mapping[str, int | None]
    median: float | None  # days to the first offer; None where hidden or nobody has had any

    def share(self, step: str) -> tuple[int, int] | None:
        """How many came to the step, of how many that came to the one before; None where either is hidden."""
        part, whole = self.steps[step], self.steps[STEPS[STEPS.index(step) - 1]]
        return None if part is None or whole is None else (part, whole)


@dataclass(frozen=True)
class Equity:
    """The groups by their code, for those who were first asked in the period."""

    groups: Mapping[str, Group]

    @property
    def is_empty(self) -> bool:
        """Whether nobody was asked then."""
        return self.groups[""].steps["asked"] == 0


def equity_of(programme: Programme, nodes: Sequence[Node], quarter: Quarter | None, *, shared: bool) -> Equity:
    """The figures of those first asked in the quarter, or ever, as they stand today. Two queries at any size; audited.

    Where `shared`, small numbers are hidden, and what would give them away (R185).
    """
    ids = tuple(node.pk for node in nodes)
    with counting_in(ids, why="equity"):
        cells = _cells(programme, ids)
        days = medians(programme, ids, quarter)
    hidden = hidden_in(cells) if shared else frozenset()
    period = ALL if quarter is None else str(quarter)
    return Equity({group.code: group for group in (_group(name, period, cells, days, hidden) for name in GROUPS)})


def _cells(programme: Programme, node_ids: tuple[int, ...]) -> Counter[Cell]:
    cells: Counter[Cell] = Counter()
    for cohort in cohorts(programme, node_ids):
        for step, number in zip(STEPS, cohort.steps, strict=True):
            for period in (str(cohort.quarter), ALL):
                for group in (cohort.sex, cohort.age, ALL):
                    cells[period, step, group] += number
    return cells


def _group(name: str, period: str, cells: Mapping[Cell, int], days: Mapping[str, float], hidden: frozenset) -> Group:
    code = "" if name == ALL else name
    steps = {step: None if (period, step, name) in hidden else cells.get((period, step, name), 0) for step in STEPS}
    return Group(code, steps, None if steps["offered"] is None else days.get(code))
