"""Which numbers of waiting people others than the coordinator and the process lead may not see (R185).

What is hidden is worked out for the whole table, before any filter, so that two views of it do not tell what one hides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from matching.selectors.free_time import PARTS
from reporting.hiding import Cell, Sum, hidden_cells
from reporting.selectors.needs.queries import Waiting

ALL = "*"  # all places together
KINDS = ("people", *PARTS, *(f"not {part}" for part in PARTS))


def hidden_in(groups: Collection[Waiting], parents: Mapping[str, str]) -> frozenset[tuple]:
    """The cells to hide, as (what, area, place): `people`, or a part of the week when so many of them could come.

    `parents` is the group of each area. Who could *not* come is never shown, but must not follow from the rest either.
    """
    cells = {cell: number for group in groups for cell, number in _cells(group)}
    found = hidden_cells(
        cells,
        list(_sums(cells, parents)),
        unpublished=[cell for cell in cells if cell[0].startswith("not ")],
        importance=_importance,
    )
    return frozenset((what, area, None if place == ALL else place) for what, area, place in found)


def _cells(group: Waiting) -> Iterator[tuple[Cell, int]]:
    place = ALL if group.place is None else group.place
    yield ("people", group.area, place), group.people
    for part in PARTS:
        yield (part, group.area, place), getattr(group, part)
        yield (f"not {part}", group.area, place), group.people - getattr(group, part)


def _importance(cell: Cell) -> int:
    """All places rather than one; who waits rather than who could come then."""
    return 2 * (cell[2] == ALL) + (cell[0] == "people")


def _sums(cells: Mapping[Cell, int], parents: Mapping[str, str]) -> Iterator[Sum]:
    areas, places = {cell[1] for cell in cells}, {cell[2] for cell in cells}
    for area in areas:
        for kind in KINDS:
            yield (kind, area, ALL), [(kind, area, place) for place in places if place != ALL]
        for place in places:
            for part in PARTS:
                yield ("people", area, place), [(part, area, place), (f"not {part}", area, place)]
    yield from _sums_of_groups(cells, parents)


def _sums_of_groups(cells: Mapping[Cell, int], parents: Mapping[str, str]) -> Iterator[Sum]:
    """A group and its areas, where they add up: with people who wish two areas of a group they do not."""
    leaves: dict[Cell, list[Cell]] = defaultdict(list)
    for kind, area, place in cells:
        if area in parents:
            leaves[kind, parents[area], place].append((kind, area, place))
    mentioned = Counter({group: sum(cells[leaf] for leaf in parts) for group, parts in leaves.items()})
    yield from ((group, parts) for group, parts in leaves.items() if mentioned[group] == cells.get(group, 0))
