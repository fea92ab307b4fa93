"""An offer that nobody has answered: taken back, given more time, or run out (R118, R120)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from associations.services.seats import release_seat
from matching.models import Offer
from matching.services.offers.rows import locked, need_reason
from matching.states import OFFER, OfferState
from nodes.actors import THE_SYSTEM, Actor
from participants.services import forms
from participants.services.refusals import Refusal
from vida import clock


@transaction.atomic
def withdraw(*, offer: Offer, by: Actor, reason: str) -> Offer:
    """Take an unanswered offer back; the form waits again on the clock it had. NotAllowed when it has been answered."""
    offer = locked(offer)
    if offer.state == OfferState.WITHDRAWN and offer.ended_by == by.user:
        return offer
    offer.state = OFFER.to("withdraw", offer.state, *by.roles)
    need_reason(reason)
    offer.ended_at, offer.ended_by, offer.answer_reason = clock.now(), by.user, reason
    offer.save(update_fields=["state", "ended_at", "ended_by", "answer_reason"])
    forms.wait_again(form=offer.form, by=by)
    release_seat(activity_id=offer.activity_id)
    return offer


@transaction.atomic
def give_more_time(*, offer: Offer, reply_by: date, by: Actor) -> Offer:
    """The person may think a while longer: a later day to reply by, of which is reminded anew.

    Refusal for a day that is not later, has been, or lies after the activity; NotAllowed when the offer does not wait
    for an answer. The day it has already is no error.
    """
    offer = locked(offer)
    offer.state = OFFER.to("extend", offer.state, *by.roles)
    if reply_by == offer.reply_by:
        return offer
    if reply_by < max(offer.reply_by, clock.today()):
        raise Refusal(_("Välj en dag som är senare än den förra och inte har varit."), "reply_by")
    if reply_by > offer.activity.last_on:
        raise Refusal(_("Då är aktiviteten redan slut. Välj en tidigare dag."), "reply_by")
    offer.reply_by, offer.reply_reminded_at, offer.reply_flagged_at = reply_by, None, None
    offer.save(update_fields=["reply_by", "reply_reminded_at", "reply_flagged_at"])
    return offer


@transaction.atomic
def expire(*, offer: Offer) -> Offer:
    """The system's own: nobody answered, and the time is out. The form waits again on the clock it had."""
    offer.state = OFFER.to("expire", offer.state, *THE_SYSTEM.roles)
    offer.ended_at = clock.now()
    offer.save(update_fields=["state", "ended_at"])
    forms.wait_again(form=offer.form, by=THE_SYSTEM)
    release_seat(activity_id=offer.activity_id)
    return offer
