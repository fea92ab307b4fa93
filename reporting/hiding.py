"""Which cells of linked tables must be hidden, so that no figure under five can be read or worked out (R185).

`cells` are the figures; `sums` say which cells add up to which. A cell from 1 to 4 is sensitive. It is hidden, and
further cells with it, until no sensitive cell follows from what is shown: not from one sum, and not from several
together, which is decided by exact elimination. A cell of 0 says of nobody anything, and is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

LEAST_SHOWN = 5
_PRIME = (1 << 61) - 1  # elimination modulo a large prime: exact enough, and no fractions

Cell = tuple[str, ...]
Sum = tuple[Cell, Sequence[Cell]]  # the total and its parts


def is_sensitive(number: int) -> bool:
    """Whether so few people could be recognised."""
    return 0 < number < LEAST_SHOWN


def hidden_cells(
    cells: Mapping[Cell, int],
    sums: Sequence[Sum],
    *,
    unpublished: Iterable[Cell] = (),
    known: Iterable[Cell] = (),
) -> frozenset[Cell]:
    """The cells to hide.

    `unpublished` cells are never shown but belong to sums; `known` ones have been shown before, so hiding them helps
    nobody. Cells that are missing in `cells` are 0.
    """
    sensitive = {cell for cell, number in cells.items() if is_sensitive(number)}
    hidden = sensitive | {cell for cell in unpublished if cells.get(cell, 0)}
    fixed = {cell for cell in known if not is_sensitive(cells.get(cell, 0))}
    of_cell: dict[Cell, list[int]] = {}
    members = [(*parts, total) for total, parts in sums]
    for at, together in enumerate(members):
        for cell in together:
            of_cell.setdefault(cell, []).append(at)
    while True:
        _hide_beside(members, cells, hidden, fixed)
        exposed = _worked_out(members, hidden) & sensitive
        if not exposed:
            return frozenset(hidden)
        more = [_cheapest([c for at in of_cell[cell] for c in members[at]], cells, hidden, fixed) for cell in exposed]
        more = [cell for cell in more if cell is not None] or [
            _cheapest([c for together in members for c in together], cells, hidden, fixed)
        ]
        if more[0] is None:
            return frozenset(hidden)
        hidden.add(min(more, key=lambda cell: (cells.get(cell, 0), str(cell))))


def _hide_beside(
    members: Sequence[Sequence[Cell]], cells: Mapping[Cell, int], hidden: set[Cell], fixed: set[Cell]
) -> None:
    """Where one cell of a sum is hidden, hide a second one; again until nothing changes."""
    changed = True
    while changed:
        changed = False
        for together in members:
            if sum(cell in hidden for cell in together) != 1:
                continue
            beside = _cheapest(together[:-1], cells, hidden, fixed)
            if beside is None:
                beside = _cheapest(together[-1:], cells, hidden, fixed)
            if beside is not None:
                hidden.add(beside)
                changed = True


def _cheapest(
    candidates: Iterable[Cell], cells: Mapping[Cell, int], hidden: set[Cell], fixed: set[Cell]
) -> Cell | None:
    """The smallest cell that could be hidden: what is 0, hidden or known hides nothing."""
    free = [cell for cell in candidates if cells.get(cell, 0) and cell not in hidden and cell not in fixed]
    return min(free, key=lambda cell: (cells[cell], str(cell)), default=None)


def _worked_out(members: Sequence[Sequence[Cell]], hidden: set[Cell]) -> set[Cell]:
    """The hidden cells that the shown ones determine: those that stand alone after Gauss-Jordan elimination."""
    reduced: dict[Cell, dict[Cell, int]] = {}  # by pivot
    for together in members:
        row = {cell: 1 for cell in together[:-1] if cell in hidden}
        if together[-1] in hidden:
            row[together[-1]] = _PRIME - 1
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


def _subtract(row: dict[Cell, int], times: int, other: Mapping[Cell, int]) -> None:
    for cell, number in other.items():
        left = (row.get(cell, 0) - times * number) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
