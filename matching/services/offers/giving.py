"""Offers are given: one, or many at once (R68, R117, R118)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from associations.models import Activity
from associations.services.seats import NoSeatUnoffered, hold_seats
from matching.models import Offer
from matching.selectors.replies import before_it_begins
from matching.selectors.suggestions import Suggestion, chosen_pairs
from matching.services.obstacles import check_obstacles
from matching.services.offers.rows import OPEN_ACTIVITY, locked_activities
from matching.states import OFFER
from nodes.actors import Actor
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.services import forms
from participants.services.refusals import Refusal
from participants.states import FORM
from vida import clock
from vida.calendar import long_date
from vida.states import START, NotAllowed


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
    activity = locked_activities([activity.pk])[activity.pk]
    row = _row(form, activity, channel=channel, by=by, given_at=given_at or clock.now(), reply_by=reply_by)
    _check_days(row)
    pair = chosen_pairs([form], {form.pk: activity.pk}, on=row.given_on)[form.pk]
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

    `set_aside` holds, by the form's key, why rules are set aside that a person may set aside. Whose activity begins
    before `reply_by` is to answer before it begins.

    NotAllGiven where a rule stands in the way of any of them, a person no longer waits, or somebody else was quicker to
    offer the place; NotAllowed for a role that may not. The number of statements grows with the activities only.
    """
    OFFER.to("give", START, *by.roles)
    found = list(_locked_forms(chosen).order_by("pk"))
    why = {
        pk: _("Personen väntar inte på något erbjudande längre.") for pk in chosen.keys() - {row.pk for row in found}
    }
    known = locked_activities(set(chosen.values()))
    given_at = given_at or clock.now()
    given_on = clock.local(given_at).date()
    reply_by = reply_by or (_last_day(found[0], given_on) if found else given_on)
    rows = []
    for form in found:
        activity = known[chosen[form.pk]]
        until = before_it_begins(reply_by, given_on=given_on, first_on=activity.first_on)
        rows.append(_row(form, activity, channel=channel, by=by, given_at=given_at, reply_by=until))
    pairs = chosen_pairs(found, chosen, on=given_on)
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
    if reply_by is None:
        reply_by = before_it_begins(_last_day(form, given_on), given_on=given_on, first_on=activity.first_on)
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
        given_by=by.person,
        channel=channel,
        reply_by=reply_by,
    )


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
