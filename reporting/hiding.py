"""Which cells of linked tables must be hidden, so that no figure under five can be read or worked out (R185).

`cells` are the figures; `sums` say which cells add up to which. A cell from 1 to 4 is sensitive. To begin with nothing
is shown. Then one cell after the other is, the most important first, as long as no sensitive cell follows from all that
is shown: not from one sum, and not from several together, which is decided by exact elimination. A cell of 0 says of
nobody anything, and is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

LEAST_SHOWN = 5
_PRIME = (1 << 61) - 1  # elimination modulo a large prime: exact enough, and no fractions

Cell = tuple[str, ...]
Sum = tuple[Cell, Sequence[Cell]]  # the total and its parts
_Row = dict[Cell, int]  # a sum as an equation: its cells and their signs


def is_sensitive(number: int) -> bool:
    """Whether so few people could be recognised."""
    return 0 < number < LEAST_SHOWN


def hidden_cells(
    cells: Mapping[Cell, int],
    sums: Sequence[Sum],
    *,
    sensitive: Iterable[Cell] = (),
    unpublished: Iterable[Cell] = (),
    kept: Iterable[Cell] = (),
    importance: Callable[[Cell], int] = lambda _cell: 0,
) -> frozenset[Cell]:
    """The cells to hide; what is of least `importance`, and then smallest, is hidden for another's sake.

    Further cells can be named `sensitive`; `unpublished` ones are never shown but belong to sums; `kept` ones are
    shown before all others. Cells that are missing in `cells` are 0.
    """
    guarded = {cell for cell, number in cells.items() if is_sensitive(number)} | set(sensitive)
    must = guarded | {cell for cell in unpublished if cells.get(cell, 0)}
    first, hidden = set(kept), set(must)

    def weight(cell: Cell) -> tuple[bool, int, int, str]:
        return cell in first, importance(cell), cells[cell], str(cell)

    for rows in _parts([_row(total, parts, cells) for total, parts in sums]):
        known = _Known(rows, guarded)
        for cell in sorted({cell for row in rows for cell in row} - must, key=weight, reverse=True):
            if not known.tell(cell):
                hidden.add(cell)
    return frozenset(hidden)


def _row(total: Cell, parts: Sequence[Cell], cells: Mapping[Cell, int]) -> _Row:
    """The sum as an equation between the cells that are not 0, which everybody sees."""
    row = {part: 1 for part in parts if cells.get(part, 0)}
    return row | ({total: -1} if cells.get(total, 0) else {})


def _parts(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """The equations in groups that share no cell, so that each can be solved by itself."""
    of_cell: dict[Cell, list[int]] = {}
    for at, row in enumerate(rows):
        for cell in row:
            of_cell.setdefault(cell, []).append(at)
    left = {at for at, row in enumerate(rows) if row}
    while left:
        found, edge = set(), [min(left)]
        while edge:
            at = edge.pop()
            if at not in found:
                found.add(at)
                edge += [other for cell in rows[at] for other in of_cell[cell] if other not in found]
        left -= found
        yield [rows[at] for at in sorted(found)]


class _Known:
    """What a reader can work out: the sums, solved for the cells that are still hidden (reduced row echelon form).

    A cell that stands alone in its row is known. Sums that do not add up (a person in two nodes) can leave a guarded
    cell alone though nothing is shown; nothing helps there, and it is guarded no more.
    """

    def __init__(self, sums: Sequence[_Row], guarded: Set[Cell]) -> None:
        self.rows: dict[Cell, _Row] = {}  # by the cell that each is solved for
        self.within: dict[Cell, set[Cell]] = {}  # the rows in which a cell stands, by what they are solved for
        for equation in sums:
            row = dict(equation)
            for pivot in [cell for cell in row if cell in self.rows]:
                row = _less(row, row[pivot], self.rows[pivot])
            if row:
                self._replace(self._solved_for(next(iter(row)), row))
        self.guarded = guarded - {pivot for pivot, row in self.rows.items() if len(row) == 1}

    def tell(self, cell: Cell) -> bool:
        """Show the cell, unless a guarded one would then be known; whether it is shown."""
        changed = self._without(cell)
        if any(len(row) == 1 and pivot in self.guarded for pivot, row in changed.items()):
            return False
        if cell in self.rows:
            self._forget(cell)
        self._replace(changed)
        return True

    def _without(self, cell: Cell) -> dict[Cell, _Row]:
        """The rows that change when the cell is known."""
        if cell not in self.rows:
            found = {pivot: self.rows[pivot] for pivot in self.within.get(cell, ())}
            return {pivot: {each: n for each, n in row.items() if each != cell} for pivot, row in found.items()}
        rest = {each: number for each, number in self.rows[cell].items() if each != cell}
        found = self._solved_for(next(iter(rest)), rest) if rest else {}
        return {pivot: row for pivot, row in found.items() if pivot != cell}

    def _solved_for(self, pivot: Cell, row: _Row) -> dict[Cell, _Row]:
        """The row solved for one of its cells, and the others without that cell."""
        inverse = pow(row[pivot], -1, _PRIME)
        solved = {cell: number * inverse % _PRIME for cell, number in row.items()}
        others = {other: self.rows[other] for other in self.within.get(pivot, ())}
        return {pivot: solved, **{other: _less(each, each[pivot], solved) for other, each in others.items()}}

    def _replace(self, changed: Mapping[Cell, _Row]) -> None:
        for pivot, row in changed.items():
            self._forget(pivot)
            self.rows[pivot] = row
            for cell in row:
                self.within.setdefault(cell, set()).add(pivot)

    def _forget(self, pivot: Cell) -> None:
        for cell in self.rows.pop(pivot, ()):
            self.within[cell].discard(pivot)


def _less(row: _Row, times: int, other: Mapping[Cell, int]) -> _Row:
    """The row, less so many times the other."""
    found = dict(row)
    for cell, number in other.items():
        left = (found.get(cell, 0) - times * number) % _PRIME
        if left:
            found[cell] = left
        else:
            found.pop(cell, None)
    return found
