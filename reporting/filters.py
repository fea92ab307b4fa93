"""What the figures can be narrowed by. Every choice is in the address, so that a view of them can be sent as a link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.selectors.free_time import PARTS
from reporting.documents.needs import GAP, NAME, SEATS, WAITING
from reporting.selectors.needs import Needs


class NeedsFilter(forms.Form):
    """Which areas, where, when, and in which order. `form` is what the filter row's component looks for."""

    intresse = forms.ChoiceField(label=_("Intresse"), required=False)
    kommun = forms.ChoiceField(label=_("Kommun"), required=False)
    tid = forms.ChoiceField(label=_("Tid på veckan"), required=False)
    ordning = forms.ChoiceField(
        label=_("Ordning"),
        required=False,
        choices=[
            (GAP, _("Störst brist först")),
            (WAITING, _("Flest som väntar först")),
            (SEATS, _("Flest platser först")),
            (NAME, _("Intressenas ordning")),
        ],
    )

    def __init__(self, *args: Any, needs: Needs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [
            (str(group), [(group.code, _("Allt inom %(group)s") % {"group": group}), *_choices(needs, group)])
            for group in needs.groups
        ]
        self.fields["intresse"].choices = [("", _("Alla intressen")), *areas]
        self.fields["kommun"].choices = [
            ("", _("Alla kommuner")),
            *((code, name) for code, name in needs.names.items() if code),
        ]
        self.fields["tid"].choices = [("", _("Hela veckan")), *PARTS.items()]

    @property
    def form(self) -> NeedsFilter:
        """Itself."""
        return self

    def chosen(self) -> dict[str, str]:
        """What is chosen; an address with nonsense in it narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("intresse", "kommun", "tid", "ordning")}


def _choices(needs: Needs, group: Any) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in needs.leaves.get(group.pk, [])]
