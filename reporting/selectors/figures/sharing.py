"""What of the figures others than the process lead may see: how the cells hang together, and which to hide (R185)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from reporting.hiding import Sum, hidden_cells, is_sensitive
from reporting.selectors.figures.events import KINDS
from reporting.selectors.figures.persons import AGES, REASONS, SEXES, STEPS
from reporting.selectors.figures.quarter import ALL, INDICATORS, PERIOD, TOTAL, Figures, Key

EVERY = "every"  # all kinds of an event together
SUMMED = ("clock", "attendance")  # the figures where that is shown
ABOUT_PEOPLE = tuple(figure for figure in KINDS if figure != "supply")
SPANS = (PERIOD, TOTAL)
STOPPED = tuple(f"before_{step}" for step in STEPS[1:])  # came to the step before, and not to this one


def hidden_in(figures: Figures) -> frozenset[Key]:
    """The cells to hide from others: the same in every document, so that two do not tell what one hides.

    A figure is hidden for the period and in all, or shown in both: else an earlier report's total would give the period
    away. It is sensitive where few people are in either, or were so before the period.
    """
    if figures.hidden is not None:
        return figures.hidden
    numbers = {key: number for key, number in figures.cells.items() if key[0] != "supply"}
    nodes = [place for place, _name in figures.places]
    for figure in SUMMED:
        for place in (ALL, *nodes):
            numbers |= {(figure, place, span, EVERY): every(figures, figure, place, span) for span in SPANS}
    totals = {_spanless(key): number for key, number in numbers.items() if key[2] == TOTAL}
    periods = {_spanless(key): number for key, number in numbers.items() if key[2] == PERIOD}
    small = [cell for cell, now in periods.items() if is_sensitive(now) or is_sensitive(totals.get(cell, 0) - now)]
    stopped = _stopped(totals)
    totals |= stopped
    found = hidden_cells(
        totals,
        [*_sums(nodes), *_sums_of_steps(stopped)],
        sensitive=[cell for cell in small if totals.get(cell, 0)],
        unpublished=[cell for cell in totals if cell[0] in STOPPED or (cell[0].startswith("not_") and cell[-1] != ALL)],
        kept=[cell for cell in totals if _is_headline(cell)],
        importance=lambda cell: cell.count(ALL),
    )
    return frozenset((*cell[:2], span, *cell[2:]) for cell in found if cell[0] not in STOPPED for span in SPANS)


def every(figures: Figures, figure: str, place: str, span: str) -> int:
    """All kinds of the event together: all marks, all rounds that were settled."""
    return sum(figures[figure, place, span, kind] for kind in KINDS[figure])


def _is_headline(cell: Key) -> bool:
    """All nodes together, undivided."""
    return cell[1] == ALL and (cell[0] in KINDS or set(cell[1:]) == {ALL})


def _spanless(key: Key) -> Key:
    return key[:2] + key[3:]


def _stopped(totals: Mapping[Key, int]) -> dict[Key, int]:
    """How many came to a step and no further: no table has it, and no two rows of one may tell it.

    Only where the one step is a part of the other everywhere: who was asked before the programme began is in the later
    ones only.
    """
    found: dict[Key, int] = {}
    for (before, after), name in zip(pairwise(STEPS), STOPPED, strict=True):
        groups = {cell[1:] for cell in totals if cell[0] in (before, after)}
        left = {(name, *of): totals.get((before, *of), 0) - totals.get((after, *of), 0) for of in groups}
        if min(left.values(), default=0) >= 0:
            found |= left
    return found


def _sums_of_steps(stopped: Mapping[Key, int]) -> Iterator[Sum]:
    """Those who came to a step came on or did not."""
    for name, *of in stopped:
        before, after = STEPS[STOPPED.index(name)], STEPS[STOPPED.index(name) + 1]
        yield (before, *of), [(after, *of), (name, *of)]


def _sums(nodes: list[str]) -> Iterator[Sum]:
    """Every way in which shown cells add up: rows, columns, nodes, and the people who do not count."""
    places = (ALL, *nodes)
    inner = list(_inner_sums())
    for place in places:
        for figure, total, parts in inner:
            yield (figure, place, *total), [(figure, place, *part) for part in parts]
        yield from _sums_between_figures(place)
    for figure, rest in _every_cell():
        yield (figure, ALL, *rest), [(figure, node, *rest) for node in nodes]


def _sums_between_figures(place: str) -> Iterator[Sum]:
    """All who said yes count or do not; all who finished were in a plan or not."""
    for step, indicator in INDICATORS.items():
        for sex in (*SEXES, ALL):
            out = [(f"not_{indicator}", place, reason, sex) for reason in REASONS]
            yield (step, place, sex), [(indicator, place, sex, ALL), *out]
    for kind in KINDS["in_plan"]:
        yield ("placements", place, kind), [(figure, place, kind) for figure in ("in_plan", "outside_plan")]


def _inner_sums() -> Iterator[tuple[str, Key, list[Key]]]:
    """What adds up inside one place and span."""
    for indicator in INDICATORS.values():
        for age in (*AGES, ALL):
            yield indicator, (ALL, age), [(sex, age) for sex in SEXES]
        for sex in (*SEXES, ALL):
            yield indicator, (sex, ALL), [(sex, age) for age in AGES]
        for reason in REASONS:
            yield f"not_{indicator}", (reason, ALL), [(reason, sex) for sex in SEXES]
    for step in (*STEPS, *STOPPED):
        yield step, (ALL,), [(sex,) for sex in SEXES]
    for figure in SUMMED:
        yield figure, (EVERY,), [(kind,) for kind in KINDS[figure]]


def _every_cell() -> Iterator[tuple[str, Key]]:
    for indicator in INDICATORS.values():
        yield from ((indicator, (sex, age)) for sex in (*SEXES, ALL) for age in (*AGES, ALL))
        yield from ((f"not_{indicator}", (reason, sex)) for reason in REASONS for sex in (*SEXES, ALL))
    yield from ((step, (sex,)) for step in (*STEPS, *STOPPED) for sex in (*SEXES, ALL))
    yield from ((figure, (kind,)) for figure in ABOUT_PEOPLE for kind in KINDS[figure])
    yield from ((figure, (EVERY,)) for figure in SUMMED)
