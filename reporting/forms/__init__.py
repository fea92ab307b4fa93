"""Words about a quarter, and the budget."""

from reporting.forms.budget import BudgetLineForm, OutcomesForm
from reporting.forms.words import NodeNoteForm, ReturnForm, SummaryForm

__all__ = ["BudgetLineForm", "NodeNoteForm", "OutcomesForm", "ReturnForm", "SummaryForm"]
