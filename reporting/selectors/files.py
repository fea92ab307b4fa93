"""The files of a quarter's report, and how far each has come."""

from __future__ import annotations

from nodes.models import Programme
from reporting.models import ReportFile
from reporting.selectors.reports import report_of
from reporting.states import ReportState
from vida.calendar import Quarter


def is_frozen(programme: Programme, quarter: Quarter) -> bool:
    """Whether the quarter's report is frozen."""
    report = report_of(programme, quarter)
    return report is not None and report.state == ReportState.FROZEN


def files_of(programme: Programme, quarter: Quarter, *, shared: bool) -> dict[str, ReportFile]:
    """The files that a reader may have, by kind: of the frozen report where it is frozen, else of the draft.

    Two queries.
    """
    rows = ReportFile.objects.filter(
        programme=programme,
        year=quarter.year,
        quarter=quarter.number,
        shared=shared,
        frozen=is_frozen(programme, quarter),
    )
    return {row.kind: row for row in rows.order_by("kind")}
