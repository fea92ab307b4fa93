"""The budget's lines and what a quarter has cost, in whole kronor (R16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.models import BudgetLine
from vida.fields import CleanCharField, KronorField

MOST = 1_000_000_000  # kronor


class BudgetLineForm(forms.Form):
    """A line of the budget."""

    name = CleanCharField(
        label=_("Budgetpost"),
        max_length=100,
        help_text=_("Som i beslutet, till exempel Löner, Resor och logi eller Extern sakkunskap."),
        error_messages={"required": _("Skriv vad budgetposten heter.")},
    )
    amount = KronorField(
        label=_("Budget, kr"),
        min_value=0,
        max_value=MOST,
        error_messages={"required": _("Skriv hur mycket som är beviljat, i hela kronor.")},
    )


class OutcomesForm(forms.Form):
    """What each line of the budget has cost in a quarter."""

    def __init__(self, *args: Any, written: Mapping[BudgetLine, int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line, amount in written.items():
            self.fields[f"line-{line.pk}"] = KronorField(
                label=line.name, required=False, min_value=-MOST, max_value=MOST, initial=amount
            )

    def amounts(self) -> dict[int, int | None]:
        """The sums by the line's key; None where the field was left empty."""
        return {int(name.removeprefix("line-")): amount for name, amount in self.cleaned_data.items()}
