"""What an offer's page needs beside the offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.models import Offer
from matching.scoring import lower_first
from matching.selectors.first_occasion import has_begun
from matching.selectors.history import Entry, of_offers
from matching.states import OFFER
from nodes.actors import Actor
from participants.models import InterestChoice


def buttons_for(offer: Offer, actor: Actor) -> tuple[str, ...]:
    """The events that this person may do to the offer now, by the state table; no undo once the activity has met, or
    for who has left.
    """
    events = OFFER.events(offer.state, *actor.roles)
    if "undo" in events and (offer.participant.withdrawn_at or has_begun(offer)):
        return tuple(event for event in events if event != "undo")
    return events


def met_wish(offer: Offer) -> str:
    """Which choice the offer meets, itself or nearly, as the choices stand now; one query."""
    if offer.rank is None:
        return _("Utanför önskemålen")
    itself = Q(interests__area=OuterRef("area")) | Q(interests__area__parent=OuterRef("area"))
    choices = InterestChoice.objects.filter(form=offer.form_id, rank=offer.rank).select_related("area")
    choice = choices.annotate(met=Exists(Activity.objects.filter(itself, pk=offer.activity_id))).first()
    if choice is None:
        return _("Val %(rank)d") % {"rank": offer.rank}
    words = {"rank": offer.rank, "area": lower_first(choice.area.name)}
    return (_("Val %(rank)d: %(area)s") if choice.met else _("Nära val %(rank)d: %(area)s")) % words


def written_down_at(offer_ids: Sequence[int]) -> dict[int, datetime]:
    """When something was last written down about each offer; one query."""
    events = apps.get_model("matching.OfferEvent").objects.filter(pgh_obj_id__in=offer_ids)
    return dict(events.values_list("pgh_obj_id").annotate(at=Max("pgh_created_at")).order_by())


def history_of(offer: Offer) -> list[Entry]:
    """What has happened to the offer, the latest first."""
    return of_offers([offer.pk])
