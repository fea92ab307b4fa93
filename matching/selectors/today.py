"""What of the matching needs a hand today: late forms, forms near their day, silent offers, people nothing fits."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from matching.models import Offer
from matching.selectors.suggestions import best_for
from nodes.models import ProgrammeTerms
from participants.models import InterestForm

NEAREST = 200  # of those who wait: looked at for "nothing fits"


def late_forms(on: date) -> QuerySet[InterestForm]:
    """Waiting forms past their last day, the oldest first."""
    return _waiting().filter(due_on__lt=on)


def approaching_forms(on: date, terms: ProgrammeTerms) -> QuerySet[InterestForm]:
    """Waiting forms from the day of warning (day 10) to their last day."""
    return _waiting().filter(asked_on__lte=on - timedelta(days=terms.warn_after_days), due_on__gte=on)


def silent_offers(on: date) -> QuerySet[Offer]:
    """Offers without an answer on or past the day to reply by, the oldest first."""
    rows = Offer.objects.open().filter(reply_by__lte=on)
    return rows.select_related("participant", "activity").order_by("reply_by", "id")


def without_suggestion(on: date, terms: ProgrammeTerms) -> list[InterestForm]:
    """Of those with the shortest time left, the ones whom no activity fits; eight queries."""
    forms = list(_waiting()[:NEAREST])
    found = best_for(forms, on=on, terms=terms)
    return [form for form in forms if found[form.pk] is None]


def _waiting() -> QuerySet[InterestForm]:
    return InterestForm.objects.waiting().select_related("participant").order_by("due_on", "id")
