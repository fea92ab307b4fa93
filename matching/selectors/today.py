"""What of the matching needs a hand today beside the clocks: people whom nothing fits (R116), people to ask again."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from matching.models import Offer
from matching.selectors.suggestions import prospects_for
from matching.states import OfferState
from nodes.models import ProgrammeTerms
from participants.models import InterestForm
from participants.states import FormState
from placements.states import PlacementState

NEAREST = 200  # of those who wait, the shortest time left first


def to_ask_again() -> QuerySet[Offer]:
    """The offers behind the places of people whose activity was called off under them, and who have not been asked
    yet whether they want something new; the oldest first.

    Asked is who waits again, has been offered something else, has closed the form, or has a newer one.
    """
    newer = InterestForm.objects.filter(participant=OuterRef("participant"), pk__gt=OuterRef("form"))
    rows = Offer.objects.filter(
        ~Exists(newer),
        state=OfferState.ACCEPTED,
        placement__state=PlacementState.INTERRUPTED,
        form__state=FormState.MATCHED,
        round=F("form__round"),
        participant__withdrawn_at__isnull=True,
    )
    return rows.select_related("participant", "activity", "placement").order_by("placement__ended_on", "id")


def without_suggestion(on: date, terms: ProgrammeTerms) -> list[InterestForm]:
    """Of those with the shortest time left, the ones whom no activity fits; eight queries."""
    rows = InterestForm.objects.waiting().select_related("participant").order_by("due_on", "id")
    forms = list(rows[:NEAREST])
    found = prospects_for(forms, on=on, terms=terms)
    return [form for form in forms if found[form.pk].suggestion is None and not found[form.pk].about_person]
