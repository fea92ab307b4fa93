"""What an offer's page needs beside the offer."""

from __future__ import annotations

from matching.models import Offer
from matching.selectors.first_occasion import has_begun
from matching.selectors.history import Entry, of_offers
from matching.states import OFFER
from nodes.actors import Actor


def buttons_for(offer: Offer, actor: Actor) -> tuple[str, ...]:
    """The events that this person may do to the offer now, by the state table; no undo once the activity has begun."""
    events = OFFER.events(offer.state, *actor.roles)
    if "undo" in events and has_begun(offer.activity):
        return tuple(event for event in events if event != "undo")
    return events


def history_of(offer: Offer) -> list[Entry]:
    """What has happened to the offer, the latest first."""
    return of_offers([offer.pk])
