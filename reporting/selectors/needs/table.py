"""The table of needs: areas in their groups, each with its numbers for all municipalities and for every one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.selectors.free_time import PARTS
from nodes.models import InterestArea, Municipality, Node, NodeMunicipality
from nodes.tenancy import counting_in
from reporting.selectors.needs.queries import Waiting, supply, waiting
from reporting.selectors.needs.sharing import hidden_in
from vida import clock

ELSEWHERE = ""  # a municipality that is none of the nodes'


@dataclass(frozen=True)
class Need:
    """One area in one place, or in all of them together (`place` None). Numbers of people are None where hidden."""

    area: InterestArea
    place: str | None
    waiting: int | None
    can_come: Mapping[str, int | None]
    seats: Mapping[str, int]
    activities: Mapping[str, int]

    def people_in(self, part: str) -> int | None:
        """Who wait; with a `part` those who could come then."""
        return self.can_come[part] if part else self.waiting

    def seats_in(self, part: str) -> int:
        """Free places; with a `part` those of then."""
        return self.seats[part] if part else sum(self.seats.values())

    def activities_in(self, part: str) -> int:
        """Activities with a free place; with a `part` those of then."""
        return self.activities[part] if part else sum(self.activities.values())

    def gap_in(self, part: str) -> int | None:
        """How many places lack; below zero where there are more than enough, None where the people are hidden."""
        people = self.people_in(part)
        return None if people is None else people - self.seats_in(part)

    @property
    def is_empty(self) -> bool:
        """Whether nobody waits and no place is free."""
        return self.waiting == 0 and not sum(self.seats.values())


@dataclass(frozen=True)
class Needs:
    """All of it. `rows` has a Need for each area and place where there is anything; `names` are the places' names."""

    groups: Sequence[InterestArea]
    leaves: Mapping[int, Sequence[InterestArea]]  # by the group's id
    names: Mapping[str, str]  # by the place's code, in Swedish order
    rows: Mapping[tuple[str, str | None], Need] = field(default_factory=dict)


def needs_of(nodes: Sequence[Node], *, shared: bool) -> Needs:
    """Demand and supply of the nodes together, as they stand today. Six queries at any size; audited.

    Where `shared`, small numbers of people are hidden, and what would give them away (R185).
    """
    today, ids = clock.today(), tuple(node.pk for node in nodes)
    with counting_in(ids, why="demand against supply"):
        people = {(group.area, group.place): group for group in waiting(ids, today)}
        seats: Counter[tuple[str, str | None, str]] = Counter()
        activities: Counter[tuple[str, str | None, str]] = Counter()
        for each in supply(ids, today):
            seats[each.area, each.place, each.part] += each.seats
            activities[each.area, each.place, each.part] += each.activities
    areas = list(InterestArea.objects.select_related("parent").order_by("position"))
    parents = {area.code: area.parent.code for area in areas if area.parent}
    hidden = hidden_in(people.values(), parents) if shared else frozenset()
    names = _names(nodes)
    rows = {}
    for area in areas:
        for place in (None, *names):
            at = (area.code, place)
            rows[at] = Need(
                area=area,
                place=place,
                **_people(people.get(at), at, hidden),
                seats={part: seats[(*at, part)] for part in PARTS},
                activities={part: activities[(*at, part)] for part in PARTS},
            )
    return Needs(
        groups=[area for area in areas if area.parent_id is None],
        leaves=_leaves(areas),
        names=names,
        rows={at: row for at, row in rows.items() if not row.is_empty},
    )


def _people(group: Waiting | None, at: tuple[str, str | None], hidden: frozenset) -> dict:
    def shown(what: str, number: int) -> int | None:
        return None if (what, *at) in hidden else number

    if group is None:
        return {"waiting": 0, "can_come": dict.fromkeys(PARTS, 0)}
    return {
        "waiting": shown("people", group.people),
        "can_come": {part: shown(part, getattr(group, part)) for part in PARTS},
    }


def _leaves(areas: Sequence[InterestArea]) -> dict[int, list[InterestArea]]:
    found: dict[int, list[InterestArea]] = {}
    for area in areas:
        if area.parent_id is not None:
            found.setdefault(area.parent_id, []).append(area)
    return found


def _names(nodes: Sequence[Node]) -> dict[str, str]:
    """The nodes' municipalities today, in Swedish order; last those elsewhere, under the empty code."""
    today = clock.today()
    belonging = NodeMunicipality.objects.filter(node__in=nodes, valid_from__lte=today).exclude(valid_to__lte=today)
    valid = Municipality.objects.filter(pk__in=belonging.values("municipality")).order_by("sort_key")
    return {**dict(valid.values_list("code", "name")), ELSEWHERE: ""}
