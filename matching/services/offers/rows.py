"""What every event of an offer begins with: its rows, locked in the order that the package names."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from associations.models import Activity
from associations.states import ActivityState
from matching.models import Offer
from matching.states import OfferState
from participants.models import InterestForm, Participant
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
    """Lock an activity that is cancelled, and before it all that it takes with it.

    Whoever gives an offer has the activity locked until it stands. One that came while this waited there is seen only
    afterwards: then everything is let go, and locked anew in its order.
    """
    offers = Offer.objects.filter(activity=activity, state__in=[OfferState.GIVEN, OfferState.ACCEPTED])
    while True:
        with transaction.atomic():
            held = lock(offers)
            lock(InterestForm.objects.filter(offers__in=held))
            lock(Placement.objects.filter(activity=activity, state__in=NOT_ENDED))
            lock(Activity.objects.filter(pk=activity.pk))
            if not offers.exclude(pk__in=held).exists():
                return
            transaction.set_rollback(True)


def lock_all_about(participant: Participant) -> None:
    """Lock a participant who leaves, and before that all that goes too and the activities in which places become free.

    What came while this waited is seen only afterwards: then everything is let go, and locked anew in its order.
    """
    offers = Offer.objects.open().filter(participant=participant)
    forms = InterestForm.objects.open().filter(participant=participant)
    placed = Placement.objects.filter(participant=participant, state__in=NOT_ENDED)
    while True:
        with transaction.atomic():
            held_offers, held_forms = lock(offers), lock(forms)
            lock(placed)
            lock(Activity.objects.filter(Q(pk__in=offers.values("activity")) | Q(pk__in=placed.values("activity"))))
            lock(Participant.objects.filter(pk=participant.pk))
            if not offers.exclude(pk__in=held_offers).exists() and not forms.exclude(pk__in=held_forms).exists():
                return
            transaction.set_rollback(True)


def lock_behind(offers: Collection[Offer]) -> None:
    """Lock the forms and the activities of many offers that the caller has locked."""
    lock(InterestForm.objects.filter(pk__in=[each.form_id for each in offers]))
    lock(Activity.objects.filter(pk__in=[each.activity_id for each in offers]))


def locked_activities(keys: Collection[int]) -> dict[int, Activity]:
    """The activities as they are now, locked until the transaction ends: none of them is cancelled meanwhile."""
    rows = Activity.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    return {row.pk: row for row in rows.order_by("pk")}


def lock(rows: QuerySet[Any]) -> list[int]:
    """Lock the rows until the transaction ends, in the order of their keys; the keys.

    Other rows may refer to them meanwhile (`no_key`): who writes a round's proposals waits for nobody.
    """
    locked_rows = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(locked_rows.values_list("pk", flat=True))


def need_reason(reason: str) -> None:
    """Refusal where no reason is given."""
    if not reason.strip():
        raise Refusal(_("Skriv varför, så att den som läser sedan förstår."), "reason")
