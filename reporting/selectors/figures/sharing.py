"""What of the figures others than the process lead may see: how the cells hang together, and which to hide (R185)."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.hiding import Sum, hidden_cells, is_sensitive
from reporting.selectors.figures.events import KINDS
from reporting.selectors.figures.persons import AGES, REASONS, SEXES, STEPS
from reporting.selectors.figures.quarter import ALL, INDICATORS, PERIOD, TOTAL, Figures, Key

BEFORE = "before"  # the total when the period began, which an earlier report has shown
EVERY = "every"  # all kinds of an event together
SUMMED = ("clock", "attendance")  # the figures where that is shown
ABOUT_PEOPLE = tuple(figure for figure in KINDS if figure != "supply")


def hidden_in(figures: Figures) -> frozenset[Key]:
    """The cells to hide from others: the same in every document, so that two do not tell what one hides."""
    cells = {key: number for key, number in figures.cells.items() if key[0] != "supply"}
    for key, total in list(cells.items()):
        if key[2] == TOTAL:
            cells[_at(key, BEFORE)] = total - figures[_at(key, PERIOD)]
    sums = list(_sums([place for place, _name in figures.places]))
    for figure in SUMMED:
        for place in (ALL, *(place for place, _name in figures.places)):
            for span in (PERIOD, TOTAL):
                cells[figure, place, span, EVERY] = every(figures, figure, place, span)
    unpublished = [key for key in cells if key[0].startswith("not_") and key[-1] != ALL]
    known = [key for key, number in cells.items() if key[2] == BEFORE and not is_sensitive(number)]
    return hidden_cells(cells, sums, unpublished=unpublished, known=known)


def every(figures: Figures, figure: str, place: str, span: str) -> int:
    """All kinds of the event together: all marks, all rounds that were settled."""
    return sum(figures[figure, place, span, kind] for kind in KINDS[figure])


def _at(key: Key, span: str) -> Key:
    return (*key[:2], span, *key[3:])


def _sums(nodes: list[str]) -> Iterator[Sum]:
    """Every way in which shown cells add up: rows, columns, nodes, periods, and the people who do not count."""
    places = (ALL, *nodes)
    inner = list(_inner_sums())
    for place in places:
        for span in (PERIOD, TOTAL):
            for figure, total, parts in inner:
                yield (figure, place, span, *total), [(figure, place, span, *part) for part in parts]
        yield from _sums_between_figures(place)
    for figure, rest in _every_cell():
        for place in places:
            total = (figure, place, TOTAL, *rest)
            yield total, [(figure, place, BEFORE, *rest), (figure, place, PERIOD, *rest)]
        for span in (PERIOD, TOTAL):
            yield (figure, ALL, span, *rest), [(figure, node, span, *rest) for node in nodes]


def _sums_between_figures(place: str) -> Iterator[Sum]:
    """All who said yes count or do not; all who finished were in a plan or not."""
    for step, indicator in INDICATORS.items():
        for sex in (*SEXES, ALL):
            out = [(f"not_{indicator}", place, TOTAL, reason, sex) for reason in REASONS]
            yield (step, place, TOTAL, sex), [(indicator, place, TOTAL, sex, ALL), *out]
    for span in (PERIOD, TOTAL):
        for kind in KINDS["in_plan"]:
            yield ("placements", place, span, kind), [(f, place, span, kind) for f in ("in_plan", "outside_plan")]


def _inner_sums() -> Iterator[tuple[str, Key, list[Key]]]:
    """What adds up inside one place and span."""
    for indicator in INDICATORS.values():
        for age in (*AGES, ALL):
            yield indicator, (ALL, age), [(sex, age) for sex in SEXES]
        for sex in (*SEXES, ALL):
            yield indicator, (sex, ALL), [(sex, age) for age in AGES]
        for reason in REASONS:
            yield f"not_{indicator}", (reason, ALL), [(reason, sex) for sex in SEXES]
    for step in STEPS:
        yield step, (ALL,), [(sex,) for sex in SEXES]
    for figure in SUMMED:
        yield figure, (EVERY,), [(kind,) for kind in KINDS[figure]]


def _every_cell() -> Iterator[tuple[str, Key]]:
    for indicator in INDICATORS.values():
        yield from ((indicator, (sex, age)) for sex in (*SEXES, ALL) for age in (*AGES, ALL))
        yield from ((f"not_{indicator}", (reason, sex)) for reason in REASONS for sex in (*SEXES, ALL))
    yield from ((step, (sex,)) for step in STEPS for sex in (*SEXES, ALL))
    yield from ((figure, (kind,)) for figure in ABOUT_PEOPLE for kind in KINDS[figure])
