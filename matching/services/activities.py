"""When an activity is cancelled: everybody who was offered it, or had a place in it, waits for another."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Activity
from associations.services import activities
from matching.models import Offer
from matching.services import offers
from matching.services.deadlines import coordinators_of
from matching.states import OfferState
from nodes.actors import Actor
from nodes.services import outbox
from participants.services import forms
from participants.services.refusals import Refusal
from placements.models import Placement
from placements.services import placements
from placements.states import PlacementState
from vida import clock

NOT_BEGUN = (PlacementState.AGREED, PlacementState.IN_PLAN)


@transaction.atomic
def cancel_activity(*, activity: Activity, by: Actor, reason: str) -> Activity:
    """Take back its open offers, call off its places, let the forms wait again, and cancel it; the coordinators are
    told.

    Who had said yes waits on a clock that starts today; who had not answered, on the clock they had. A place that has
    begun ends as it is: the person was there. Raises as `associations.services.activities.cancel`; doing it twice
    changes nothing.
    """
    waiting = 0
    for offer in Offer.objects.open().filter(activity=activity).order_by("id"):
        offers.withdraw(offer=offer, by=by, reason=reason)
        waiting += 1
    for placement in Placement.objects.filter(activity=activity, state__in=NOT_BEGUN).order_by("id"):
        waiting += _call_off(placement, clock.today(), by, reason)
    row = activities.cancel(activity=activity, reason=reason, by=by)
    _tell(row, waiting)
    return row


def _call_off(placement: Placement, on: date, by: Actor, reason: str) -> int:
    """Call off one place and let the form behind it wait again; returns how many wait after that, 0 or 1."""
    placements.cancel(placement=placement, by=by, reason=reason)
    offer = Offer.objects.filter(placement=placement, state=OfferState.ACCEPTED).select_related("form").first()
    if offer is None:
        return 0
    try:
        forms.reopen(form=offer.form, by=by)
    except Refusal:  # the person has a newer form, which waits already
        return 0
    forms.wait_again(form=offer.form, by=by, restart_on=on)
    return 1


def _tell(activity: Activity, waiting: int) -> None:
    lines = [
        ngettext(
            "En aktivitet är inställd. %(n)d person väntar på ett nytt erbjudande.",
            "En aktivitet är inställd. %(n)d personer väntar på ett nytt erbjudande.",
            waiting,
        )
        % {"n": waiting},
        settings.BASE_URL + reverse("matching:index", args=[activity.node.slug]),
    ]
    outbox.put_to_each(
        key=f"activity:{activity.pk}:cancelled",
        node_id=activity.node_id,
        addresses=coordinators_of(activity.node_id),
        subject=_("En aktivitet är inställd"),
        body="\n\n".join(lines) + "\n",
    )
