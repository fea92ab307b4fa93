"""The budget as a section of the report (R16, facts § 1.3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reporting.documents.definitions import DEFINITIONS
from reporting.documents.sections import Section, Table
from reporting.selectors.budget import BudgetRow, summed


def budget_section(rows: Sequence[BudgetRow]) -> list[Section]:
    """The section, in a list; an empty one where there is no budget."""
    if not rows:
        return []
    headings = [_("Budgetpost"), _("Budget"), _("Perioden"), _("Hittills"), _("Kvar"), _("Använt")]
    shown = [*rows, summed(rows, _("Summa"))]
    return [Section("budget", DEFINITIONS["budget"], [Table(_("Kronor"), headings, [_row(row) for row in shown])])]


def _row(row: BudgetRow) -> list[str | int]:
    used = "–" if row.share is None else _("%(number)s %%") % {"number": row.share}
    return [row.name, row.budget, row.period, row.total, row.remaining, used]
