"""The budget's lines and how far they are used, until a quarter's last day (R16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from nodes.models import Programme
from reporting.models import BudgetLine, ProgressReport
from vida.calendar import Quarter


@dataclass(frozen=True)
class BudgetRow:
    """A line in whole kronor: granted, cost in the quarter, and cost until its last day."""

    name: str
    budget: int
    period: int
    total: int

    @property
    def remaining(self) -> int:
        """What is left of the line; below zero where it is overdrawn."""
        return self.budget - self.total

    @property
    def share(self) -> int | None:
        """How much is used, in whole percent; None where nothing was granted."""
        return round(100 * self.total / self.budget) if self.budget else None


def budget_of(programme: Programme, quarter: Quarter) -> list[BudgetRow]:
    """The lines as they stand now, in the order in which they were added. One query."""
    here = Q(outcomes__year=quarter.year, outcomes__quarter=quarter.number)
    until = here | Q(outcomes__year=quarter.year, outcomes__quarter__lt=quarter.number)
    until |= Q(outcomes__year__lt=quarter.year)
    rows = BudgetLine.objects.filter(programme=programme).order_by("id")
    rows = rows.annotate(period=Sum("outcomes__amount", filter=here), total=Sum("outcomes__amount", filter=until))
    return [BudgetRow(row.name, row.amount, row.period or 0, row.total or 0) for row in rows]


def budget_in(programme: Programme, quarter: Quarter, report: ProgressReport | None) -> list[BudgetRow]:
    """The frozen lines, none where they were not kept then; else those that hold now."""
    if report is not None and report.figures is not None:
        return [BudgetRow(**row) for row in report.figures.get("budget", [])]
    return budget_of(programme, quarter)


def summed(rows: Iterable[BudgetRow], name: str) -> BudgetRow:
    """All lines together, under a name."""
    found = list(rows)
    return BudgetRow(name, sum(r.budget for r in found), sum(r.period for r in found), sum(r.total for r in found))


def lines_of(programme: Programme) -> dict[BudgetLine, BudgetRow]:
    """The lines, each with what it has cost in all quarters. One query."""
    rows = BudgetLine.objects.filter(programme=programme).order_by("id").annotate(spent=Sum("outcomes__amount"))
    return {row: BudgetRow(row.name, row.amount, 0, row.spent or 0) for row in rows}


def outcomes_of(programme: Programme, quarter: Quarter) -> dict[BudgetLine, int | None]:
    """Each line and what has been written for the quarter. One query."""
    here = Q(outcomes__year=quarter.year, outcomes__quarter=quarter.number)
    rows = BudgetLine.objects.filter(programme=programme).order_by("id")
    return {row: row.written for row in rows.annotate(written=Sum("outcomes__amount", filter=here))}
