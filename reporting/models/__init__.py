"""Reports of quarters, and the budget that they follow."""

from reporting.models.budget import BudgetLine, BudgetOutcome
from reporting.models.reports import NodeReport, ProgressReport, ReportFile

__all__ = ["BudgetLine", "BudgetOutcome", "NodeReport", "ProgressReport", "ReportFile"]
