"""What of the matching needs a hand today beside the clocks: people whom nothing fits (R116)."""

from __future__ import annotations

from datetime import date

from matching.selectors.suggestions import prospects_for
from nodes.models import ProgrammeTerms
from participants.models import InterestForm

NEAREST = 200  # of those who wait, the shortest time left first


def without_suggestion(on: date, terms: ProgrammeTerms) -> list[InterestForm]:
    """Of those with the shortest time left, the ones whom no activity fits; eight queries."""
    rows = InterestForm.objects.waiting().select_related("participant").order_by("due_on", "id")
    forms = list(rows[:NEAREST])
    found = prospects_for(forms, on=on, terms=terms)
    return [form for form in forms if found[form.pk].suggestion is None and not found[form.pk].about_person]
