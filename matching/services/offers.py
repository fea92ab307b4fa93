"""Offers: given, answered, taken back, and put right after a mistaken click (R68, R117–R120).

Rows are locked in one order, offer before form before activity, so that two people at once wait and never lock each
other out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import pghistory
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from associations.models import Activity
from associations.services.seats import NoSeatUnoffered, hold_seats, release_seat, take_seat
from associations.states import ActivityState
from matching.models import Offer
from matching.selectors.first_occasion import has_begun
from matching.selectors.replies import last_day_to_answer
from matching.selectors.suggestions import Suggestion, chosen_pairs
from matching.services.obstacles import check_obstacles
from matching.states import OFFER, OfferState
from nodes.actors import THE_SYSTEM, Actor
from nodes.models import User
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.services import forms
from participants.services.refusals import Refusal
from participants.states import FORM
from placements.models import Placement
from placements.services import placements
from placements.states import PlacementState
from vida import clock
from vida.calendar import long_date
from vida.states import START, NotAllowed

OPEN_ACTIVITY = (ActivityState.APPROVED, ActivityState.RUNNING)


class NotAllGiven(Exception):
    """Some of many offers cannot be given, and so none was; `why` holds a sentence for each of those forms, by key."""

    def __init__(self, why: Mapping[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(why.values())))
        self.why = dict(why)


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
    aside_reason: str = "",
) -> Offer:
    """Record that the activity was offered, by whom, how and when; the form's clock stops here (R117, R118).

    `anyway` sets the rules aside that a person may set aside, and `aside_reason` says why. RuleInTheWay, Refusal (a
    day that cannot be right, a person who has left, a reason that a rule needs and nobody gave) or NotAllowed (the form
    does not wait). The same offer again by the same user is returned as it stands.
    """
    form = _locked_forms([form.pk]).get()
    standing = Offer.objects.open().filter(form=form).first()
    if standing and standing.activity_id == activity.pk and standing.given_by == by.user:
        return standing
    OFFER.to("give", START, *by.roles)
    activity = Activity.objects.select_related("association", "home_node").get(pk=activity.pk)
    row = _row(form, activity, channel=channel, by=by, given_at=given_at or clock.now(), reply_by=reply_by)
    _check_days(row)
    pair = chosen_pairs([form], {form.pk: activity}, on=row.given_on)[form.pk]
    _check_pair(row, pair, anyway=anyway, reason=aside_reason)
    row.rank, row.aside_reason = pair.rank, aside_reason if pair.obstacles else ""
    forms.mark_offered(form=form, by=by)
    row.save(force_insert=True)
    try:
        hold_seats(activity_id=activity.pk, over=any(each.rule.code == "held" for each in pair.obstacles))
    except NoSeatUnoffered as quicker:
        raise Refusal(str(quicker), "activity") from quicker
    return row


@transaction.atomic
def give_all(
    *,
    chosen: Mapping[int, int],
    channel: str,
    by: Actor,
    given_at: datetime | None = None,
    reply_by: date | None = None,
    set_aside: Mapping[int, str] | None = None,
) -> list[Offer]:
    """Give many offers at once, all or none: `chosen` holds the activity's key by the form's (R118).

    `set_aside` holds, by the form's key, why rules are set aside that a person may set aside.

    NotAllGiven where a rule stands in the way of any of them, a person no longer waits, or somebody else was quicker to
    offer the place; NotAllowed for a role that may not. The number of statements grows with the activities only.
    """
    OFFER.to("give", START, *by.roles)
    found = list(_locked_forms(chosen).order_by("pk"))
    why = {
        pk: _("Personen väntar inte på något erbjudande längre.") for pk in chosen.keys() - {row.pk for row in found}
    }
    known = Activity.objects.select_related("association", "home_node").in_bulk(set(chosen.values()))
    activities = {form.pk: known[chosen[form.pk]] for form in found}
    given_at = given_at or clock.now()
    reply_by = reply_by or (_last_day(found[0], clock.local(given_at).date()) if found else None)
    rows = [
        _row(form, activities[form.pk], channel=channel, by=by, given_at=given_at, reply_by=reply_by) for form in found
    ]
    pairs = chosen_pairs(found, activities, on=clock.local(given_at).date())
    set_aside = set_aside or {}
    for row in rows:
        row.rank, row.aside_reason = pairs[row.form_id].rank, set_aside.get(row.form_id, "")
        try:
            FORM.to("offer", row.form.state, *by.roles)
            _check_days(row)
            _check_pair(row, pairs[row.form_id], anyway=row.form_id in set_aside, reason=row.aside_reason)
        except (Refusal, NotAllowed) as refusal:
            why[row.form_id] = str(refusal)
    if why:
        raise NotAllGiven(why)
    forms.mark_all_offered(forms=[row.form for row in rows], by=by)
    _hold(rows)
    return Offer.objects.bulk_create(rows)


def _hold(rows: Sequence[Offer]) -> None:
    """Hold the places of many offers, activity by activity in the order of their keys. NotAllGiven."""
    for activity, number in sorted(Counter(row.activity_id for row in rows).items()):
        try:
            hold_seats(activity_id=activity, number=number)
        except NoSeatUnoffered as quicker:
            why = {row.form_id: str(quicker) for row in rows if row.activity_id == activity}
            raise NotAllGiven(why) from quicker


@transaction.atomic
def accept(
    *, offer: Offer, by: Actor, reason: str = "", answered_at: datetime | None = None, channel: str = ""
) -> Offer:
    """The participant's own yes (R68): takes a place and agrees on it; the form is matched.

    `answered_at` is when the person said so, where it is written down later, and `channel` how. Refusal when the time
    to answer has run out, the moment cannot be right or the activity is over, NoSeatLeft when the last place is gone,
    NotAllowed when the offer does not wait for an answer. A yes that the same user has recorded is returned unchanged.
    """
    offer = _locked(offer)
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
    offer = _locked(offer)
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
    release_seat(activity_id=offer.activity_id)
    return offer


@transaction.atomic
def give_more_time(*, offer: Offer, reply_by: date, by: Actor) -> Offer:
    """The person may think a while longer: a later day to reply by, of which is reminded anew.

    Refusal for a day that is not later, has been, or lies after the activity; NotAllowed when the offer does not wait
    for an answer. The day it has already is no error.
    """
    offer = _locked(offer)
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
        hold_seats(activity_id=offer.activity_id, over=True)
    return offer


def _locked_forms(keys: Iterable[int]) -> QuerySet[InterestForm]:
    rows = InterestForm.objects.select_for_update(of=("self",)).filter(pk__in=list(keys))
    return rows.select_related("participant", "node__programme")


def _last_day(form: InterestForm, given_on: date) -> date:
    return given_on + timedelta(days=terms_on(form.node.programme, given_on).reply_days)


def _row(
    form: InterestForm, activity: Activity, *, channel: str, by: Actor, given_at: datetime, reply_by: date | None
) -> Offer:
    """The offer as it will be saved; `rank` comes from the pair."""
    given_on = clock.local(given_at).date()
    return Offer(
        node_id=form.node_id,
        service_unit_id=form.service_unit_id,
        participant=form.participant,
        form=form,
        activity=activity,
        round=form.round,
        asked_on=form.asked_on,
        given_at=given_at,
        given_on=given_on,
        given_by=_user(by),
        channel=channel,
        reply_by=reply_by or _last_day(form, given_on),
    )


def _locked(offer: Offer) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",))
    return rows.select_related("form", "participant", "activity", "placement", "node__programme").get(pk=offer.pk)


def _user(by: Actor) -> User:
    assert by.user is not None  # noqa: S101 - the table lets only people do this
    return by.user


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


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Skriv varför, så att den som läser sedan förstår."), "reason")


def _check_days(row: Offer) -> None:
    if row.participant.withdrawn_at:
        raise Refusal(_("Personen deltar inte längre och kan inte få erbjudanden."))
    if row.given_at > clock.now():
        raise Refusal(_("Erbjudandet kan inte ha getts framåt i tiden."), "given_at")
    if row.given_on < row.asked_on:
        raise Refusal(
            _("Personen tillfrågades först %(day)s. Erbjudandet kan inte vara äldre än så.")
            % {"day": long_date(row.asked_on)},
            "given_at",
        )
    if row.reply_by < row.given_on:
        raise Refusal(_("Svarsdagen ligger före erbjudandet. Välj en senare dag."), "reply_by")


def _check_pair(row: Offer, pair: Suggestion, *, anyway: bool, reason: str) -> None:
    """Refusal for an activity that cannot be offered; else as `check_obstacles`."""
    if row.activity.state not in OPEN_ACTIVITY or row.activity.last_on < row.given_on:
        raise Refusal(
            _("Aktiviteten kan inte erbjudas nu: %(state)s.") % {"state": row.activity.get_state_display()}, "activity"
        )
    check_obstacles(pair, anyway=anyway, reason=reason)


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
