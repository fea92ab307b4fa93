"""Which cells of linked tables must be hidden, so that no figure under five can be read or worked out (R185).

`cells` are the figures; `sums` say which cells add up to which. A cell from 1 to 4 is sensitive. It is hidden, and
further cells with it, until no sensitive cell follows from what is shown: not from one sum, and not from several
together, which is decided by exact elimination. Then whatever was hidden without need is shown again, the most
important first. A cell of 0 says of nobody anything, and is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    hidden only where nothing else helps. Cells that are missing in `cells` are 0.
    """
    guarded = {cell for cell, number in cells.items() if is_sensitive(number)} | set(sensitive)
    must = guarded | {cell for cell in unpublished if cells.get(cell, 0)}
    hidden, last = set(must), frozenset(kept)
    beyond_help: set[Cell] = set()  # sums that do not add up (a person in two nodes) can leave a cell alone

    def cost(cell: Cell) -> tuple[int, int, str]:
        return importance(cell), cells[cell], str(cell)

    for rows in _parts([_row(total, parts, cells) for total, parts in sums]):
        here = {cell for row in rows for cell in row}
        while exposed := (_worked_out(rows, hidden) & guarded) - beyond_help:
            at = min(exposed, key=cost)
            more = _beside(at, rows, hidden, last) or _beside(at, rows, hidden, frozenset())
            if more:
                hidden.add(min(more, key=cost))
            else:
                beyond_help.add(at)
        for cell in sorted((here & hidden) - must, key=cost, reverse=True):
            hidden.discard(cell)
            if (_worked_out(rows, hidden) & guarded) - beyond_help:
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


def _beside(cell: Cell, rows: Sequence[_Row], hidden: set[Cell], kept: frozenset[Cell]) -> set[Cell]:
    """The shown cells nearest to `cell`: of its own sums, else of the sums of the hidden cells there, and so on."""
    reached, grown = {cell}, True
    while grown:
        touched = [row for row in rows if not reached.isdisjoint(row)]
        shown = {each for row in touched for each in row} - hidden - kept
        if shown:
            return shown
        wider = {each for row in touched for each in row if each in hidden}
        grown, reached = not wider <= reached, reached | wider
    return set()


def _worked_out(rows: Sequence[_Row], hidden: set[Cell]) -> set[Cell]:
    """The hidden cells that the shown ones determine: those that stand alone after Gauss-Jordan elimination."""
    reduced: dict[Cell, _Row] = {}  # by pivot
    for equation in rows:
        row = {cell: sign % _PRIME for cell, sign in equation.items() if cell in hidden}
        for pivot in [cell for cell in row if cell in reduced]:
            _subtract(row, row[pivot], reduced[pivot])
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {cell: number * inverse % _PRIME for cell, number in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, other[pivot], row)
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _subtract(row: _Row, times: int, other: Mapping[Cell, int]) -> None:
    """Take `other` away from `row`, so many times."""
    for cell, number in other.items():
        left = (row.get(cell, 0) - times * number) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
