"""What every event of an offer begins with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from associations.states import ActivityState
from matching.models import Offer
from participants.services.refusals import Refusal

OPEN_ACTIVITY = (ActivityState.APPROVED, ActivityState.RUNNING)


def locked(offer: Offer) -> Offer:
    """The row, locked until the transaction ends, with what its events touch."""
    rows = Offer.objects.select_for_update(of=("self",))
    return rows.select_related("form", "participant", "activity", "placement", "node__programme").get(pk=offer.pk)


def need_reason(reason: str) -> None:
    """Refusal where no reason is given."""
    if not reason.strip():
        raise Refusal(_("Skriv varför, så att den som läser sedan förstår."), "reason")
