"""No figure under five can be read or worked out, proved by a linear programme that tries (R185)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from reporting.documents.sections import Sections
from reporting.hiding import hidden_cells, is_sensitive
from reporting.selectors.figures.persons import AGES, SEXES
from reporting.selectors.figures.quarter import ALL, PERIOD, TOTAL, Figures
from reporting.selectors.figures.sharing import hidden_in
from vida.calendar import Quarter


def sums_of(rows, columns):
    """The sums of a table with margins, as cells ("r", "c")."""
    found = [((r, "all"), [(r, c) for c in columns]) for r in [*rows, "all"]]
    return found + [(("all", c), [(r, c) for r in rows]) for c in [*columns, "all"]]


def with_margins(numbers, rows, columns):
    cells = {(r, c): numbers[i][j] for i, r in enumerate(rows) for j, c in enumerate(columns)}
    cells |= {(r, "all"): sum(cells[r, c] for c in columns) for r in rows}
    return cells | {("all", c): sum(cells[r, c] for r in rows) for c in [*columns, "all"]}


def between(cells, sums, hidden):
    """The lowest and highest number that each hidden cell could be, for a reader who sees all others."""
    names = sorted(hidden, key=str)
    at = {cell: i for i, cell in enumerate(names)}
    matrix, right = [], []
    for total, parts in sums:
        row, shown = np.zeros(len(names)), 0
        for cell, sign in [(total, -1), *((part, 1) for part in parts)]:
            if cell in at:
                row[at[cell]] += sign
            else:
                shown += sign * cells.get(cell, 0)
        matrix.append(row)
        right.append(-shown)
    for cell in names:
        aim = np.zeros(len(names))
        aim[at[cell]] = 1
        low, high = (linprog(s * aim, A_eq=matrix, b_eq=right, bounds=(0, None)) for s in (1, -1))
        assert low.status == 0
        yield cell, low.fun, (-high.fun if high.status == 0 else np.inf)


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=3, max_size=3))
def test_no_small_cell_of_a_table_can_be_worked_out(numbers):
    rows, columns = list("abc"), list("xyz")
    cells, sums = with_margins(numbers, rows, columns), sums_of(rows, columns)
    hidden = hidden_cells(cells, sums)
    assert {cell for cell, number in cells.items() if is_sensitive(number)} <= hidden
    for cell, low, high in between(cells, sums, hidden):
        if is_sensitive(cells[cell]):
            assert high - low > 0.5, f"{cell} must be {cells[cell]}"


@pytest.mark.parametrize(("number", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_are_hidden(number, is_hidden):
    assert (("a",) in hidden_cells({("a",): number}, [])) is is_hidden


def test_a_second_cell_hides_the_first():
    cells = {("men",): 3, ("women",): 40, ("others",): 8, ("all",): 51}
    hidden = hidden_cells(cells, [(("all",), [("men",), ("women",), ("others",)])])
    assert hidden == {("men",), ("others",)}, "the smallest other one"


def test_no_zero_is_hidden():
    cells = with_margins([[3, 0, 0], [0, 0, 0], [0, 0, 9]], "abc", "xyz")
    hidden = hidden_cells(cells, sums_of("abc", "xyz"))
    assert all(cells[cell] for cell in hidden)


def figures_with(numbers, places=("1", "2")):
    """Figures where place, sex and age have these numbers matched, all in the period."""
    cells = {}
    for place, by_sex in zip(places, numbers, strict=True):
        for sex, by_age in zip(SEXES, by_sex, strict=True):
            for age, number in zip(AGES, by_age, strict=True):
                for p in (place, ALL):
                    for span in (PERIOD, TOTAL):
                        for s in (sex, ALL):
                            cells["accepted", p, span, s] = cells.get(("accepted", p, span, s), 0) + number
                            for a in (age, ALL):
                                cells["matched", p, span, s, a] = cells.get(("matched", p, span, s, a), 0) + number
    cells = {key: number for key, number in cells.items() if number}
    return Figures(Quarter(2026, 3), {}, 450, 14, "2026-09-30", tuple((p, p) for p in places), cells)


@given(
    st.lists(
        st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3), min_size=2, max_size=2
    )
)
def test_nodes_and_all_of_them_do_not_give_each_other_away(numbers):
    figures = figures_with(numbers)
    hidden = hidden_in(figures)
    shown = {key: number for key, number in figures.cells.items() if key not in hidden}
    assert not [key for key, number in shown.items() if is_sensitive(number)]
    for sex in (*SEXES, ALL):
        for age in (*AGES, ALL):
            keys = [("matched", place, TOTAL, sex, age) for place in ("1", "2", ALL)]
            if any(is_sensitive(figures[key]) for key in keys):
                assert sum(key in hidden and figures[key] > 0 for key in keys) != 1
            if is_sensitive(figures[keys[2]]):
                assert ("matched", ALL, PERIOD, sex, age) in hidden, "in the first quarter it is the same number"


def test_the_headline_stays_though_a_cell_is_small():
    """One woman over 60 does not take the programme's total with her."""
    figures = figures_with([[[0, 30, 1], [0, 40, 0], [0, 0, 0]], [[0, 20, 6], [0, 20, 7], [0, 0, 0]]])
    hidden = hidden_in(figures)
    assert ("matched", "1", TOTAL, "woman", "over_60") in hidden
    assert ("matched", ALL, TOTAL, ALL, ALL) not in hidden
    assert ("matched", "1", TOTAL, ALL, ALL) not in hidden


def test_two_steps_do_not_tell_how_few_came_no_further():
    """Nine were asked and eight were offered something: the one who was not is not told."""
    cells = {(step, p, span, sex): number for step, number in (("asked", 9), ("offered", 8)) for p in ("1", ALL)
             for span in (PERIOD, TOTAL) for sex in ("woman", ALL)}  # fmt: skip
    hidden = hidden_in(Figures(Quarter(2026, 3), {}, 450, 14, "2026-09-30", (("1", "1"),), cells))
    for place in ("1", ALL):
        for sex in ("woman", ALL):
            assert len(hidden & {("asked", place, TOTAL, sex), ("offered", place, TOTAL, sex)}) == 1


def test_the_process_lead_sees_every_figure_and_others_the_word():
    figures = figures_with([[[0, 3, 0], [0, 9, 0], [0, 8, 0]], [[0, 30, 0], [0, 40, 0], [0, 50, 0]]])
    key = ("matched", "1", TOTAL, "woman", "18_60")
    assert Sections(figures, shared=False).value(*key) == 3
    assert Sections(figures, shared=True).value(*key) == "dolt"
    assert Sections(figures, shared=True).value("matched", "2", TOTAL, "man", "under_18") == 0
