"""The budget's lines, and what each quarter has cost (R16)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from nodes.actors import Actor
from nodes.models import Programme
from nodes.services.turns import take_turn
from reporting.models import BudgetLine, BudgetOutcome
from reporting.services.reports import Refused, open_report
from reporting.states import REPORT
from vida.calendar import Quarter


@transaction.atomic
def save_line(*, programme: Programme, line: BudgetLine | None, name: str, amount: int) -> BudgetLine:
    """Add or change a line, in whole kronor. Frozen reports keep it as it was. Refused where another has the name."""
    take_turn(programme)
    row = line or BudgetLine(programme=programme)
    if BudgetLine.objects.filter(programme=programme, name__iexact=name).exclude(pk=row.pk).exists():
        raise Refused(_("Det finns redan en budgetpost som heter så. Ändra den, eller välj ett annat namn."))
    row.name, row.amount = name, amount
    row.save()
    return row


@transaction.atomic
def delete_line(*, line: BudgetLine) -> None:
    """Take the line away. Refused where something is written for any quarter, else the sums would change."""
    take_turn(line.programme)
    if line.outcomes.exists():
        raise Refused(
            _("Budgetposten har utfall och kan inte tas bort. Sätt budgeten till 0 om den inte gäller längre.")
        )
    line.delete()


@transaction.atomic
def save_outcomes(*, programme: Programme, quarter: Quarter, amounts: Mapping[int, int | None], by: Actor) -> None:
    """Write what the quarter has cost, by the line's key; None takes away what was written.

    NotAllowed when the report is frozen or the role may not; Refused as for `open_report`.
    """
    report = open_report(programme=programme, quarter=quarter, by=by)
    REPORT.to("write", report.state, *by.roles)
    take_turn(programme)
    for line in BudgetLine.objects.filter(programme=programme, pk__in=amounts).order_by("id"):
        amount = amounts[line.pk]
        if amount is None:
            line.outcomes.filter(year=quarter.year, quarter=quarter.number).delete()
        else:
            BudgetOutcome.objects.update_or_create(
                line=line, year=quarter.year, quarter=quarter.number, defaults={"amount": amount}
            )
