"""The quarters of a programme and how far their reports have come."""

from __future__ import annotations

from dataclasses import dataclass

from nodes.models import Node, Programme
from reporting.models import NodeReport, ProgressReport
from reporting.selectors.figures import Figures, figures_of
from reporting.states import NodeReportState, ReportState
from vida import clock
from vida.calendar import Quarter


@dataclass(frozen=True)
class QuarterRow:
    """A quarter in the list: its report where there is one, and how many nodes have had theirs accepted or wait."""

    quarter: Quarter
    report: ProgressReport | None
    submitted: int
    accepted: int
    has_ended: bool

    @property
    def is_frozen(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.report is not None and self.report.state == ReportState.FROZEN


def quarters(programme: Programme) -> list[Quarter]:
    """The quarters that have begun, the newest first."""
    last = min(Quarter.containing(clock.today()), Quarter.containing(programme.ends_on))
    found, quarter = [], Quarter.containing(programme.starts_on)
    while quarter <= last:
        found.append(quarter)
        quarter = quarter.next
    return found[::-1]


def quarter_rows(programme: Programme) -> list[QuarterRow]:
    """Every quarter that has begun, with its report. Two queries."""
    reports = {Quarter(r.year, r.quarter): r for r in programme.reports.all()}
    states: dict[int, list[str]] = {}
    for report_id, state in NodeReport.objects.filter(report__programme=programme).values_list("report_id", "state"):
        states.setdefault(report_id, []).append(state)
    rows = []
    for quarter in quarters(programme):
        report = reports.get(quarter)
        here = states.get(report.pk, []) if report else []
        rows.append(
            QuarterRow(
                quarter,
                report,
                submitted=here.count(NodeReportState.SUBMITTED),
                accepted=here.count(NodeReportState.ACCEPTED),
                has_ended=quarter.last_day < clock.today(),
            )
        )
    return rows


def report_of(programme: Programme, quarter: Quarter) -> ProgressReport | None:
    """The quarter's report, None where nobody has written anything yet."""
    return programme.reports.filter(year=quarter.year, quarter=quarter.number).first()


def figures_in(programme: Programme, quarter: Quarter, report: ProgressReport | None) -> Figures:
    """The frozen figures, else those that hold now."""
    if report is not None and report.figures is not None:
        return Figures.from_json(report.figures)
    return figures_of(programme, quarter)


@dataclass(frozen=True)
class NodeWords:
    """A node and what it has said of the quarter, None where nothing yet."""

    node: Node
    row: NodeReport | None


def words_of_nodes(programme: Programme, report: ProgressReport | None) -> list[NodeWords]:
    """Every node of the programme, with its words. Two queries."""
    rows = NodeReport.objects.filter(report=report).select_related("submitted_by", "decided_by") if report else []
    by_node = {row.node_id: row for row in rows}
    return [NodeWords(node, by_node.get(node.pk)) for node in programme.nodes.order_by("name", "id")]


def words_of_node(node: Node, report: ProgressReport | None) -> NodeReport | None:
    """What the node has said of the quarter."""
    if report is None:
        return None
    return NodeReport.objects.filter(node=node, report=report).select_related("report").first()
