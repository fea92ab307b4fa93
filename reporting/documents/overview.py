"""The programme on one page: how far it has come, node by node, up to today (R20, R51)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nodes.models import Membership, Programme
from nodes.roles import Role
from reporting.documents.sections import Section, Sections, Table, Value
from reporting.selectors.figures import figures_of
from reporting.selectors.figures.quarter import ALL, TOTAL
from reporting.selectors.reports import quarters
from vida.charts import bar_chart

EVERYBODY = (ALL, ALL)


@dataclass(frozen=True)
class Overview:
    """What the page shows. `nodes_without_coordinator` are names of nodes (R32)."""

    target: int
    offer_days: int
    matched: Value
    percent: int | None
    supported: Value
    in_time: str
    present: str
    table: Table
    matched_chart: SafeString
    clock: Section
    nodes_without_coordinator: Sequence[str]


def overview_of(programme: Programme, *, shared: bool) -> Overview | None:
    """The figures from the programme's first day to today; None before it has begun."""
    begun = quarters(programme)
    if not begun:
        return None
    figures = figures_of(programme, begun[0])
    sections = Sections(figures, shared=shared)
    matched = sections.value("matched", ALL, TOTAL, *EVERYBODY)
    bars = [sections.bar(name, ("matched", place, TOTAL, *EVERYBODY)) for place, name in sections.nodes]
    return Overview(
        target=figures.target,
        offer_days=figures.offer_days,
        matched=matched,
        percent=min(100, 100 * matched // figures.target) if isinstance(matched, int) and figures.target else None,
        supported=sections.value("supported", ALL, TOTAL, *EVERYBODY),
        in_time=sections.in_time(ALL, TOTAL),
        present=sections.present(ALL, TOTAL),
        table=_table(sections),
        matched_chart=bar_chart(_("Matchade personer per nod"), bars),
        clock=sections.clock(),
        nodes_without_coordinator=_without_coordinator(programme),
    )


def _table(sections: Sections) -> Table:
    headings = [
        _("Nod"),
        _("Tillfrågade"),
        _("Fått erbjudande"),
        _("Matchade"),
        _("Fått stöd"),
        _("Fullföljt"),
        _("Erbjudande i tid"),
        _("Närvaro"),
        _("Aktiviteter"),
    ]
    rows = [
        [
            name,
            sections.value("asked", place, TOTAL, ALL),
            sections.value("offered", place, TOTAL, ALL),
            sections.value("matched", place, TOTAL, *EVERYBODY),
            sections.value("supported", place, TOTAL, *EVERYBODY),
            sections.value("completed", place, TOTAL, ALL),
            sections.in_time(place, TOTAL),
            sections.present(place, TOTAL),
            sections.value("supply", place, TOTAL, "activities"),
        ]
        for place, name in sections.places
    ]
    return Table(_("Nod för nod, hittills"), headings, rows)


def _without_coordinator(programme: Programme) -> list[str]:
    coordinated = Membership.objects.filter(programme=programme, role=Role.COORDINATOR, ended_at__isnull=True)
    nodes = programme.nodes.exclude(pk__in=coordinated.values("node")).order_by("name")
    return list(nodes.values_list("name", flat=True))
