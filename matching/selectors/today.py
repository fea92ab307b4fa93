"""What of the matching needs a hand today beside the clocks: what is missing (R116), people to ask again."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from matching.models import Offer
from matching.selectors.forecast import forecast_now, gaps_of, left_without
from matching.selectors.forecast.picture import Told, told
from matching.selectors.outreach import covering_each
from matching.states import OfferState
from participants.models import InterestForm
from participants.selectors.protected import hidden_last
from participants.states import FormState
from placements.states import PlacementState


def to_ask_again() -> QuerySet[Offer]:
    """The offers behind the places of people whose activity was called off under them, and who have not been asked
    yet whether they want something new; the oldest first, the protected last.

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
    return rows.select_related("participant", "activity", "placement").order_by(*hidden_last("placement__ended_on"))


def pressing_gaps(on: date) -> list[Told]:
    """What the forecast says is missing, the largest first; empty where the forecast is old. Six queries (R116)."""
    found = forecast_now()
    if found.made is None or not found.fresh:
        return []
    gaps = gaps_of(list(left_without(found.made)))
    tasks = covering_each(gap.area.pk for gap in gaps)
    return [told(gap, on, tasks) for gap in gaps]
