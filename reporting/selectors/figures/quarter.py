"""All figures of a quarter, as one value that can be frozen: numbers under keys, and not one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nodes.models import Node, Programme
from nodes.selectors.terms import terms_on
from nodes.tenancy import counting_in
from reporting.selectors.figures.events import days_to_offer, events
from reporting.selectors.figures.persons import People, people
from reporting.selectors.figures.span import Span, span_of
from vida.calendar import Quarter

VERSION = 2
WITH_MARKS = 2  # the first version that counts what activities promote
READABLE = (1, VERSION)
ALL = "all"
PERIOD, TOTAL = "period", "total"
INDICATORS = {"took_part": "supported", "accepted": "matched"}  # the step whose people are counted under the indicator

Key = tuple[str, ...]  # (figure, place, span, …): ("supported", "all", "period", "woman", "18_60")


@dataclass(frozen=True)
class Figures:
    """The numbers of a quarter. `cells` holds what is not 0; `medians` days by (place, span)."""

    quarter: Quarter
    programme: dict[str, str | bool]
    target: int
    offer_days: int
    until: str
    places: tuple[tuple[str, str], ...]  # the nodes: key and name
    cells: dict[Key, int] = field(default_factory=dict)
    medians: dict[Key, float] = field(default_factory=dict)
    hidden: frozenset[Key] | None = None  # what others may not see, once that is frozen too
    version: int = VERSION

    def __getitem__(self, key: Key) -> int:
        return self.cells.get(key, 0)

    def as_json(self) -> dict:
        """What a report freezes; `from_json` gives the same figures back."""
        return {
            "version": self.version,
            "quarter": str(self.quarter),
            "programme": self.programme,
            "target": self.target,
            "offer_days": self.offer_days,
            "until": self.until,
            "places": [list(place) for place in self.places],
            "cells": {"/".join(key): self.cells[key] for key in sorted(self.cells)},
            "medians": {"/".join(key): self.medians[key] for key in sorted(self.medians)},
            "hidden": None if self.hidden is None else ["/".join(key) for key in sorted(self.hidden)],
        }

    @classmethod
    def from_json(cls, stored: dict) -> Figures:
        """Frozen figures; ValueError for a version that this code does not know."""
        if stored["version"] not in READABLE:
            raise ValueError(f"figures of version {stored['version']}")
        return cls(
            quarter=Quarter.parse(stored["quarter"]),
            programme=stored["programme"],
            target=stored["target"],
            offer_days=stored["offer_days"],
            until=stored["until"],
            places=tuple((key, name) for key, name in stored["places"]),
            cells={tuple(key.split("/")): value for key, value in stored["cells"].items()},
            medians={tuple(key.split("/")): value for key, value in stored["medians"].items()},
            hidden=frozenset(tuple(key.split("/")) for key in stored["hidden"])
            if stored.get("hidden") is not None
            else None,
            version=stored["version"],
        )


def figures_of(programme: Programme, quarter: Quarter) -> Figures:
    """The quarter's figures for each node and for all, as the data stand now. As many queries at any size; audited."""
    span = span_of(programme, quarter)
    terms = terms_on(programme, quarter.last_day)
    with counting_in(span.nodes, why=f"quarter {quarter}"):
        cells: Counter[Key] = Counter()
        for group in people(span):
            cells.update(dict(_cells_of_people(group)))
        for event in events(span):
            cells[event.figure, _place(event.place), PERIOD, event.kind] += event.period
            cells[event.figure, _place(event.place), TOTAL, event.kind] += event.total
        medians = _medians(span)
    return Figures(
        quarter=quarter,
        programme=_facts(programme),
        target=terms.target,
        offer_days=terms.offer_days,
        until=span.until.isoformat(),
        places=tuple(
            (str(node.pk), node.name) for node in Node.objects.filter(pk__in=span.nodes).order_by("name", "id")
        ),
        cells={key: number for key, number in cells.items() if number},
        medians=medians,
    )


def _place(node_id: int | None) -> str:
    return ALL if node_id is None else str(node_id)


def _cells_of_people(group: People) -> Iterator[tuple[Key, int]]:
    """The cells that a group of people adds to: its step by sex, and its indicator or why it does not count."""
    place = _place(group.place)
    for sex in (group.sex, ALL):
        yield (group.step, place, PERIOD, sex), group.period
        yield (group.step, place, TOTAL, sex), group.total
    indicator = INDICATORS.get(group.step)
    if indicator is None:
        return
    if group.reason:
        for sex in (group.sex, ALL):
            yield (f"not_{indicator}", place, PERIOD, group.reason, sex), group.period
            yield (f"not_{indicator}", place, TOTAL, group.reason, sex), group.total
        return
    for sex in (group.sex, ALL):
        for age in (group.age, ALL):
            yield (indicator, place, PERIOD, sex, age), group.counted
            yield (indicator, place, TOTAL, sex, age), group.total


def _medians(span: Span) -> dict[Key, float]:
    found: dict[Key, float] = {}
    for days in days_to_offer(span):
        for name, median, of in ((PERIOD, days.period, days.period_of), (TOTAL, days.total, days.total_of)):
            if median is not None and of:
                found[_place(days.place), name] = round(float(median), 1)
    return found


def _facts(programme: Programme) -> dict[str, str | bool]:
    """The head of the report (facts § 1.3)."""
    return {
        "name": programme.name,
        "owner": programme.owner.name,
        "partners": ", ".join(programme.partners.order_by("name").values_list("name", flat=True)),
        "funder": programme.funder,
        "method": programme.method,
        "registry_number": programme.registry_number,
        "eu_funded": programme.eu_funded,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
    }
