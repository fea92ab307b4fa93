"""What every event of an offer begins with: its rows, locked in the order that the package names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from associations.models import Activity
from associations.states import ActivityState
from matching.models import Offer
from matching.states import OfferState
from participants.models import InterestForm
from participants.services.refusals import Refusal
from placements.models import Placement
from placements.states import PlacementState

OPEN_ACTIVITY = (ActivityState.APPROVED, ActivityState.RUNNING)
NOT_ENDED = (PlacementState.AGREED, PlacementState.IN_PLAN, PlacementState.STARTED)


def locked(offer: Offer) -> Offer:
    """The row, locked until the transaction ends, with what its events touch."""
    rows = Offer.objects.select_for_update(of=("self",))
    return rows.select_related("form", "participant", "activity", "placement", "node__programme").get(pk=offer.pk)


def lock_all_of(activity: Activity) -> None:
    """Lock what a cancelled activity takes with it, all but the activity itself, which the caller locks after it."""
    offers = Offer.objects.select_for_update(of=("self",)).filter(
        activity=activity, state__in=[OfferState.GIVEN, OfferState.ACCEPTED]
    )
    held = list(offers.order_by("id").values_list("form_id", flat=True))
    forms = InterestForm.objects.select_for_update(of=("self",)).filter(pk__in=held)
    list(forms.order_by("id").values_list("pk", flat=True))
    placements = Placement.objects.select_for_update(of=("self",)).filter(activity=activity, state__in=NOT_ENDED)
    list(placements.order_by("id").values_list("pk", flat=True))


def need_reason(reason: str) -> None:
    """Refusal where no reason is given."""
    if not reason.strip():
        raise Refusal(_("Skriv varför, så att den som läser sedan förstår."), "reason")
