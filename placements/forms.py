"""Forms about what follows a yes."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from placements.models import Attendance
from placements.selectors.attendance import Row
from vida import clock
from vida.fields import CleanCharField

NOT_MARKED = "-"  # a value of its own, so that each row of the form has an answer
MARKS = [*Attendance.Mark.choices, (NOT_MARKED, _("Inte ifyllt"))]


class PlanEntryForm(forms.Form):
    """The day the activity was written into the plan."""

    entered_on = forms.DateField(label=_("Inskriven i planen den"), initial=clock.today)

    def clean_entered_on(self):
        """Refuses a day ahead."""
        day = self.cleaned_data["entered_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Skriv en dag som inte ligger framåt i tiden."))
        return day


class EndForm(forms.Form):
    """Why a placement ends."""

    reason = CleanCharField(
        label=_("Varför?"), max_length=200, help_text=_("Skriv kort. Inga uppgifter om hälsa eller familj.")
    )


class OccasionForm(forms.Form):
    """One choice for each participant at one occasion; the fields are called by the placement's number."""

    def __init__(self, *args, rows: Sequence[Row], occasion_id: int, names: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"mark-{row.placement.pk}"] = forms.ChoiceField(
                label=names[row.placement.pk],
                choices=MARKS,
                widget=forms.RadioSelect,
                initial=row.marks.get(occasion_id, NOT_MARKED),
            )

    def marks(self) -> dict[int, str]:
        """The chosen marks by the placement's number; "" for none."""
        chosen = {int(name.removeprefix("mark-")): mark for name, mark in self.cleaned_data.items()}
        return {number: "" if mark == NOT_MARKED else mark for number, mark in chosen.items()}
