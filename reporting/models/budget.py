"""The programme's budget and what each quarter has cost, in whole kronor (R16). It names nobody."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nodes.models import Programme


@pghistory.track()
class BudgetLine(models.Model):
    """A line of the budget that the funder has granted; like the reports it spans the nodes, outside the wall."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="budget_lines")
    name = models.CharField(_("Budgetpost"), max_length=100)
    amount = models.PositiveIntegerField(_("Budget, kr"))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="one_budget_line_of_a_name")]

    def __str__(self):
        return self.name


@pghistory.track()
class BudgetOutcome(models.Model):
    """What a line has cost in a quarter; below zero where more was paid back than spent."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="outcomes")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    amount = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "year", "quarter"], name="one_outcome_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="outcome_quarter"),
        ]
