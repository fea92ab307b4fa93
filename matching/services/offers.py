"""Offers: given, answered, taken back, and put right after a mistaken click (R68, R117–R120).

Rows are locked in one order, offer before form before activity, so that two people at once wait and never lock each
other out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Activity
from associations.services.seats import take_seat
from associations.states import ActivityState
from matching.models import Offer
from matching.rules import Obstacle
from matching.selectors.first_occasion import has_begun
from matching.selectors.suggestions import Suggestion, one_pair
from matching.states import OFFER, OfferState
from nodes.actors import THE_SYSTEM, Actor
from nodes.models import User
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.services import forms
from participants.services.refusals import Refusal
from placements.models import Placement
from placements.services import placements
from placements.states import PlacementState
from vida import clock
from vida.calendar import long_date
from vida.states import START

OPEN_ACTIVITY = (ActivityState.APPROVED, ActivityState.RUNNING)
SILENCE = timedelta(days=7)  # after the day to reply by; then the offer has run out


class RuleInTheWay(Refusal):
    """A rule stands in the way of the offer; `obstacles` are all of them, `may_set_aside` whether a person may decide
    otherwise.
    """

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        words = "; ".join(obstacle.sentence for obstacle in obstacles)
        super().__init__(_("Det här står i vägen: %(obstacles)s.") % {"obstacles": words}, "activity")
        self.obstacles = tuple(obstacles)
        self.may_set_aside = not any(obstacle.rule.firm for obstacle in obstacles)


def last_day_to_answer(offer: Offer) -> date:
    """The day after which an unanswered offer has run out, whether or not a job has said so."""
    return offer.reply_by + SILENCE


@transaction.atomic
def give(
    *,
    form: InterestForm,
    activity: Activity,
    channel: str,
    by: Actor,
    given_at: datetime | None = None,
    reply_by: date | None = None,
    anyway: bool = False,
) -> Offer:
    """Record that the activity was offered, by whom, how and when; the form's clock stops here (R117, R118).

    `anyway` sets the rules aside that a person may set aside. RuleInTheWay, Refusal (a day that cannot be right, a
    person who has left) or NotAllowed (the form does not wait). The same offer again by the same user is returned as
    it stands.
    """
    form = (
        InterestForm.objects.select_for_update(of=("self",))
        .select_related("participant", "node__programme")
        .get(pk=form.pk)
    )
    standing = Offer.objects.open().filter(form=form).first()
    if standing and standing.activity_id == activity.pk and standing.given_by == by.user:
        return standing
    OFFER.to("give", START, *by.roles)
    given_at = given_at or clock.now()
    given_on = clock.local(given_at).date()
    reply_by = reply_by or given_on + timedelta(days=terms_on(form.node.programme, given_on).reply_days)
    _check_days(form, given_at, given_on, reply_by)
    pair = _checked(form, activity, given_on, anyway=anyway)
    forms.mark_offered(form=form, by=by)
    return Offer.objects.create(
        node_id=form.node_id,
        service_unit_id=form.service_unit_id,
        participant_id=form.participant_id,
        form=form,
        activity=activity,
        round=form.round,
        asked_on=form.asked_on,
        rank=pair.pair.wish.rank if pair.pair.wish else None,
        given_at=given_at,
        given_on=given_on,
        given_by=_user(by),
        channel=channel,
        reply_by=reply_by,
    )


@transaction.atomic
def accept(*, offer: Offer, by: Actor, reason: str = "") -> Offer:
    """The participant's own yes (R68): takes a place and agrees on it; the form is matched.

    Refusal when the time to answer has run out or the activity is over, NoSeatLeft when the last place is gone,
    NotAllowed when the offer does not wait for an answer. A yes that the same user has recorded is returned
    unchanged.
    """
    offer = _locked(offer)
    if _answered_already(offer, OfferState.ACCEPTED, by):
        return offer
    state = OFFER.to("accept", offer.state, *by.roles)
    _check_still_open(offer)
    forms.mark_matched(form=offer.form, by=by)
    take_seat(activity_id=offer.activity_id)
    offer.placement = placements.agree(participant=offer.participant, activity=offer.activity, on=clock.today(), by=by)
    return _answer(offer, state, by, reason)


@transaction.atomic
def decline(*, offer: Offer, by: Actor, reason: str, wants_new_offer: bool) -> Offer:
    """The participant's no. With a new offer wanted the form waits again and its clock restarts (R120); else it closes.

    NotAllowed when the offer does not wait for an answer. A no that the same user has recorded is returned unchanged.
    """
    offer = _locked(offer)
    if _answered_already(offer, OfferState.DECLINED, by):
        return offer
    state = OFFER.to("decline", offer.state, *by.roles)
    if wants_new_offer:
        forms.wait_again(form=offer.form, by=by, restart_on=clock.today())
    else:
        forms.close(form=offer.form, by=by, reason=reason or _("Tackade nej och vill inte ha fler erbjudanden."))
    offer.wants_new_offer = wants_new_offer
    return _answer(offer, state, by, reason)


@transaction.atomic
def withdraw(*, offer: Offer, by: Actor, reason: str) -> Offer:
    """Take an unanswered offer back; the form waits again on the clock it had. NotAllowed when it has been answered."""
    offer = _locked(offer)
    if offer.state == OfferState.WITHDRAWN and offer.ended_by == by.user:
        return offer
    offer.state = OFFER.to("withdraw", offer.state, *by.roles)
    _need_reason(reason)
    offer.ended_at, offer.ended_by, offer.answer_reason = clock.now(), by.user, reason
    offer.save(update_fields=["state", "ended_at", "ended_by", "answer_reason"])
    forms.wait_again(form=offer.form, by=by)
    return offer


@transaction.atomic
def expire(*, offer: Offer) -> Offer:
    """The system's own: nobody answered, and the time is out. The form waits again on the clock it had."""
    offer.state = OFFER.to("expire", offer.state, *THE_SYSTEM.roles)
    offer.ended_at = clock.now()
    offer.save(update_fields=["state", "ended_at"])
    forms.wait_again(form=offer.form, by=THE_SYSTEM)
    return offer


@transaction.atomic
def undo(*, offer: Offer, by: Actor, reason: str) -> Offer:
    """A mistaken answer is put right before the first occasion: the offer waits for its answer again.

    After a yes the place is given back and the placement called off; after a no the form has its old round and clock.
    The reason stands in the history. Refusal after the first occasion or when a newer offer stands; NotAllowed as the
    table says.
    """
    offer = _locked(offer)
    if offer.state == OfferState.GIVEN:
        return offer
    state = OFFER.to("undo", offer.state, *by.roles)
    _need_reason(reason)
    if has_begun(offer.activity):
        raise Refusal(_("Aktiviteten har haft sitt första tillfälle. Svaret kan inte ångras längre."))
    if offer.form.offers.filter(given_at__gt=offer.given_at).exists():
        raise Refusal(_("Personen har fått ett nyare erbjudande. Ta tillbaka det först."))
    with pghistory.context(reason=reason):
        placement, offer.placement = offer.placement, None
        offer.state, offer.answer_reason, offer.wants_new_offer = state, "", None
        offer.answered_at = offer.answered_by = None
        offer.save()
        forms.reopen(form=offer.form, by=by, asked_on=offer.asked_on, round=offer.round)
        if placement:
            placements.cancel(placement=placement, by=by, reason=reason)
    return offer


def _locked(offer: Offer) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",))
    return rows.select_related("form", "participant", "activity", "placement", "node__programme").get(pk=offer.pk)


def _user(by: Actor) -> User:
    assert by.user is not None  # noqa: S101 - the table lets only people do this
    return by.user


def _answered_already(offer: Offer, state: str, by: Actor) -> bool:
    return offer.state == state and offer.answered_by == by.user


def _answer(offer: Offer, state: str, by: Actor, reason: str) -> Offer:
    offer.state, offer.answer_reason = state, reason
    offer.answered_at, offer.answered_by = clock.now(), by.user
    offer.save(update_fields=["state", "answer_reason", "answered_at", "answered_by", "wants_new_offer", "placement"])
    return offer


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Skriv varför, så att den som läser sedan förstår."), "reason")


def _check_days(form: InterestForm, given_at: datetime, given_on: date, reply_by: date) -> None:
    if form.participant.withdrawn_at:
        raise Refusal(_("Personen deltar inte längre och kan inte få erbjudanden."))
    if given_at > clock.now():
        raise Refusal(_("Erbjudandet kan inte ha getts framåt i tiden."), "given_at")
    if given_on < form.asked_on:
        raise Refusal(
            _("Personen tillfrågades först %(day)s. Erbjudandet kan inte vara äldre än så.")
            % {"day": long_date(form.asked_on)},
            "given_at",
        )
    if reply_by < given_on:
        raise Refusal(_("Svarsdagen ligger före erbjudandet. Välj en senare dag."), "reply_by")


def _checked(form: InterestForm, activity: Activity, on: date, *, anyway: bool) -> Suggestion:
    """The pair, when nothing stands in its way but what the person who offers has set aside."""
    activity = Activity.objects.select_related("association").get(pk=activity.pk)
    if activity.state not in OPEN_ACTIVITY or activity.last_on < on:
        raise Refusal(
            _("Aktiviteten kan inte erbjudas nu: %(state)s.") % {"state": activity.get_state_display()}, "activity"
        )
    found = one_pair(form, activity, on=on)
    if found.obstacles and not (anyway and found.can_be_set_aside):
        raise RuleInTheWay(found.obstacles)
    return found


def _check_still_open(offer: Offer) -> None:
    """What accepting checks for itself, whether or not a job has been round."""
    if clock.today() > last_day_to_answer(offer):
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
