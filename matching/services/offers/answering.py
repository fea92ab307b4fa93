"""The participant's own word: yes, no, and what puts a mistaken click right (R68, R120).

Each locks in the order that the package names.
"""

from __future__ import annotations

from datetime import date, datetime

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from associations.services.seats import hold_seats, release_seat, take_seat
from associations.states import ActivityState
from matching.models import Offer
from matching.selectors.first_occasion import has_begun
from matching.selectors.replies import last_day_to_answer
from matching.services.offers.rows import OPEN_ACTIVITY, locked, locked_activities, need_reason
from matching.states import OFFER, OfferState
from nodes.actors import Actor
from participants.models import Participant
from participants.services import forms
from participants.services.refusals import Refusal
from placements.models import Placement
from placements.services import placements
from placements.states import PlacementState
from vida import clock
from vida.calendar import long_date


@transaction.atomic
def accept(
    *, offer: Offer, by: Actor, reason: str = "", answered_at: datetime | None = None, channel: str = ""
) -> Offer:
    """The participant's own yes (R68): takes a place and agrees on it; the form is matched.

    `answered_at` is when the person said so, where it is written down later, and `channel` how. Refusal when the time
    to answer has run out, the moment cannot be right or the activity is over, NoSeatLeft when the last place is gone,
    NotAllowed when the offer does not wait for an answer. A yes that the same user has recorded is returned unchanged.
    """
    offer = locked(offer)
    if _answered_already(offer, OfferState.ACCEPTED, by):
        return offer
    state = OFFER.to("accept", offer.state, *by.roles)
    said_on = _said(offer, answered_at, channel)
    _check_still_open(offer, said_on)
    forms.mark_matched(form=offer.form, by=by)
    take_seat(activity_id=offer.activity_id)
    release_seat(activity_id=offer.activity_id)
    offer.placement = placements.agree(participant=offer.participant, activity=offer.activity, on=said_on, by=by)
    return _answer(offer, state, by, reason)


@transaction.atomic
def decline(
    *,
    offer: Offer,
    by: Actor,
    reason: str,
    wants_new_offer: bool,
    answered_at: datetime | None = None,
    channel: str = "",
) -> Offer:
    """The participant's no. With a new offer wanted the form waits again and its clock restarts (R120); else it closes.

    `answered_at` and `channel` as for `accept`; the clock restarts that day. Refusal when the moment cannot be right,
    NotAllowed when the offer does not wait for an answer. A no that the same user has recorded is returned unchanged.
    """
    offer = locked(offer)
    if _answered_already(offer, OfferState.DECLINED, by):
        return offer
    state = OFFER.to("decline", offer.state, *by.roles)
    said_on = _said(offer, answered_at, channel)
    if wants_new_offer:
        forms.wait_again(form=offer.form, by=by, restart_on=said_on)
    else:
        forms.close(form=offer.form, by=by, reason=reason or _("Tackade nej och vill inte ha fler erbjudanden."))
    offer.wants_new_offer = wants_new_offer
    release_seat(activity_id=offer.activity_id)
    return _answer(offer, state, by, reason)


@transaction.atomic
def undo(*, offer: Offer, by: Actor, reason: str) -> Offer:
    """A mistaken answer is put right before the first occasion: the offer waits for its answer again.

    After a yes the place is given back and the placement called off; after a no the form has its old round and clock.
    The reason stands in the history. Refusal after the first occasion, when a newer offer stands or the person left;
    NotAllowed as the table says.
    """
    offer = locked(offer)
    if offer.state == OfferState.GIVEN:
        return offer
    state = OFFER.to("undo", offer.state, *by.roles)
    need_reason(reason)
    if has_begun(offer):
        raise Refusal(_("Aktiviteten har haft ett tillfälle sedan svaret. Det kan inte ångras längre."))
    newer = offer.form.offers.filter(given_at__gt=offer.given_at).exclude(state=OfferState.WITHDRAWN)
    if newer.exists():
        raise Refusal(_("Personen har fått ett nyare erbjudande. Ta tillbaka det först."))
    with pghistory.context(reason=reason):
        placement, offer.placement = offer.placement, None
        offer.state, offer.answer_reason, offer.wants_new_offer = state, "", None
        offer.answered_at = offer.answered_by = None
        offer.answer_channel = ""
        offer.save()
        forms.reopen(form=offer.form, by=by, asked_on=offer.asked_on, round=offer.round)
        if placement:
            placements.cancel(placement=placement, by=by, reason=reason)
        _check_not_cancelled(offer.activity_id)
        hold_seats({offer.activity_id: 1}, over=True)
        _check_not_left(offer.participant_id)
    return offer


def _answered_already(offer: Offer, state: str, by: Actor) -> bool:
    return offer.state == state and offer.answered_by == by.user


def _said(offer: Offer, at: datetime | None, channel: str) -> date:
    """Put the answer's moment and way on the offer; the day of it. Refusal for a moment that cannot be right."""
    at = at or clock.now()
    if at > clock.now():
        raise Refusal(_("Svaret kan inte ha getts framåt i tiden."), "answered_at")
    if at < offer.given_at.replace(second=0, microsecond=0):  # a moment is typed in hours and minutes
        raise Refusal(
            _("Erbjudandet gavs först %(moment)s. Svaret kan inte vara äldre än så.")
            % {"moment": long_date(offer.given_at)},
            "answered_at",
        )
    offer.answered_at, offer.answer_channel = max(at, offer.given_at), channel
    return clock.local(at).date()


def _answer(offer: Offer, state: str, by: Actor, reason: str) -> Offer:
    offer.state, offer.answer_reason, offer.answered_by = state, reason, by.user
    offer.save()
    return offer


def _check_not_cancelled(activity_id: int) -> None:
    if locked_activities([activity_id])[activity_id].state == ActivityState.CANCELLED:
        raise Refusal(_("Aktiviteten är inställd. Svaret kan inte ångras längre."))


def _check_not_left(participant_id: int) -> None:
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    if rows.get(pk=participant_id).withdrawn_at:
        raise Refusal(_("Personen deltar inte längre. Ta med personen igen innan du ångrar svaret."))


def _check_still_open(offer: Offer, said_on: date) -> None:
    """What accepting checks for itself, whether or not a job has been round."""
    if said_on > last_day_to_answer(offer):
        raise Refusal(
            _("Svarstiden gick ut %(day)s. Ge ett nytt erbjudande om personen vill ha platsen.")
            % {"day": long_date(last_day_to_answer(offer))}
        )
    if offer.participant.withdrawn_at:
        raise Refusal(_("Personen deltar inte längre."))
    if offer.activity.state not in OPEN_ACTIVITY or offer.activity.last_on < clock.today():
        raise Refusal(
            _("Aktiviteten går inte längre att tacka ja till: %(state)s.")
            % {"state": offer.activity.get_state_display()}
        )
    placed = Placement.objects.filter(participant=offer.participant, activity=offer.activity)
    if placed.exclude(state=PlacementState.CANCELLED).exists():
        raise Refusal(_("Personen har redan, eller har haft, en plats i aktiviteten."))
