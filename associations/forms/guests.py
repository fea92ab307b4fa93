"""Opening places for another node."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from associations.forms.inputs import number, wording
from nodes.models import Node
from vida.fields import CleanCharField


class GuestPlacesForm(forms.Form):
    """Which node, how many places it has in all, and why."""

    to_node = forms.ModelChoiceField(
        label=_("Vilken nod?"),
        queryset=Node.objects.none(),
        empty_label=_("Välj"),
        error_messages=wording(_("Välj vilken nod platserna är för.")),
    )
    seats = number(
        _("Hur många platser ska noden ha?"), 1, 999, _("Skriv hur många platser."),
        help_text=_("I allt: har den redan platser, räkna in dem."),
    )  # fmt: skip
    reason = CleanCharField(
        label=_("Varför?"),
        max_length=200,
        help_text=_("Den andra noden ser inte texten. Skriv inget om enskilda personer."),
        error_messages=wording(_("Skriv varför, så att den som läser sedan förstår.")),
    )

    def __init__(self, *args: Any, nodes: QuerySet[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_node"].queryset = nodes
        if len(nodes) == 1:
            self.fields["to_node"].initial = nodes[0]
