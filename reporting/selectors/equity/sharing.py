"""Which numbers others than the coordinator and the process lead may not see (R185).

All quarters are weighed together with the whole, and each step with the one before: a reader who looks at several
periods, or takes one step from another, must not get at a small number that a table hides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from reporting.hiding import Cell, Sum, hidden_cells
from reporting.selectors.figures.persons import AGES, SEXES, STEPS

ALL = "all"  # all periods, all groups
GROUPS = (*SEXES, *AGES, ALL)
STOPPED = tuple(f"not {step}" for step in STEPS[1:])  # came to the step before, and no further


def hidden_in(steps: Mapping[Cell, int]) -> frozenset[Cell]:
    """The cells to hide, as (period, step, group)."""
    cells = {**steps, **dict(_stopped(steps))}
    periods = sorted({cell[0] for cell in cells})
    return hidden_cells(
        cells,
        list(_sums(periods)),
        unpublished=[cell for cell in cells if cell[1] in STOPPED],
        kept=[(ALL, step, ALL) for step in STEPS if (ALL, step, ALL) in cells],
        importance=lambda cell: cell.count(ALL),
    )


def _stopped(steps: Mapping[Cell, int]) -> Iterator[tuple[Cell, int]]:
    for (period, step, group), number in steps.items():
        if step != STEPS[-1]:
            after = STEPS[STEPS.index(step) + 1]
            yield (period, f"not {after}", group), number - steps.get((period, after, group), 0)


def _sums(periods: list[str]) -> Iterator[Sum]:
    for period in periods:
        for what in (*STEPS, *STOPPED):
            yield (period, what, ALL), [(period, what, sex) for sex in SEXES]
            yield (period, what, ALL), [(period, what, age) for age in AGES]
        for group in GROUPS:
            for before, after in pairwise(STEPS):
                yield (period, before, group), [(period, after, group), (period, f"not {after}", group)]
    for what in (*STEPS, *STOPPED):
        for group in GROUPS:
            yield (ALL, what, group), [(period, what, group) for period in periods if period != ALL]
