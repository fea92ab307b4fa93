"""Interest areas for a list of ticks: all in their groups, or those that somebody's words lead to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from nodes.interests import find_area
from nodes.models import InterestArea

MOST_FOUND = 12


@dataclass
class Group:
    """A heading, its areas, and how many of them are ticked; `open` where it should stand unfolded."""

    name: str
    areas: list[InterestArea] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    open: bool = False


def groups_of(chosen: Collection[str], words: str = "") -> list[Group]:
    """All areas in their groups; with `words` one group of what they lead to, after one of what is ticked already."""
    leaves = list(InterestArea.objects.select_related("parent").filter(parent__isnull=False))
    if words.strip():
        return _found(leaves, chosen, words)
    groups: dict[int | None, Group] = {}
    for area in leaves:
        group = groups.setdefault(area.parent_id, Group(str(area.parent)))
        group.areas.append(area)
        if area.code in chosen:
            group.chosen.append(area.code)
    return list(groups.values())


def _found(leaves: list[InterestArea], chosen: Collection[str], words: str) -> list[Group]:
    by_code = {area.code: area for area in leaves}
    ticked = [area for area in leaves if area.code in chosen]
    codes = [code for code in find_area(words, MOST_FOUND) if code in by_code and code not in chosen]
    found = Group("", [*ticked, *(by_code[code] for code in codes)], [area.code for area in ticked], open=True)
    return [found]
