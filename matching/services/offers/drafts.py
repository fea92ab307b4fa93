"""An offer as it will be saved, and whether it may be: the same for one and for many (R68, R118)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.models import Offer
from matching.selectors.replies import before_it_begins
from matching.selectors.suggestions import Suggestion
from matching.services.obstacles import check_obstacles
from matching.services.offers.rows import OPEN_ACTIVITY
from nodes.actors import Actor
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.services.refusals import Refusal
from vida import clock
from vida.calendar import long_date


def forms_among(keys: Iterable[int]) -> QuerySet[InterestForm]:
    """The forms with these keys, in their order, with what a draft is made of."""
    return (
        InterestForm.objects.filter(pk__in=list(keys)).select_related("participant", "node__programme").order_by("pk")
    )


def locked_forms(keys: Iterable[int]) -> list[InterestForm]:
    """The same, locked until the transaction ends."""
    return list(forms_among(keys).select_for_update(of=("self",)))


def last_day(form: InterestForm, given_on: date) -> date:
    """The day to reply by where nobody has chosen another."""
    return given_on + timedelta(days=terms_on(form.node.programme, given_on).reply_days)


def draft(
    form: InterestForm, activity: Activity, *, channel: str, by: Actor, given_at: datetime, reply_by: date | None
) -> Offer:
    """The offer as it will be saved; `rank` comes from the pair."""
    given_on = clock.local(given_at).date()
    if reply_by is None:
        reply_by = before_it_begins(last_day(form, given_on), given_on=given_on, first_on=activity.first_on)
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


def check_days(given_at: datetime, reply_by: date | None) -> None:
    """Refusal, at its field, for a moment to come and for a day to reply by that comes before it."""
    if given_at > clock.now():
        raise Refusal(_("Erbjudandet kan inte ha getts framåt i tiden."), "given_at")
    if reply_by is not None and reply_by < clock.local(given_at).date():
        raise Refusal(_("Svarsdagen ligger före erbjudandet. Välj en senare dag."), "reply_by")


def check_person(row: Offer) -> None:
    """Refusal where the person has left, or was asked only later."""
    if row.participant.withdrawn_at:
        raise Refusal(_("Personen deltar inte längre och kan inte få erbjudanden."))
    if row.given_on < row.asked_on:
        raise Refusal(
            _("Personen tillfrågades först %(day)s. Erbjudandet kan inte vara äldre än så.")
            % {"day": long_date(row.asked_on)},
            "given_at",
        )


def check_pair(row: Offer, pair: Suggestion, *, anyway: bool, reason: str) -> None:
    """Refusal for an activity that cannot be offered; else as `check_obstacles`."""
    if row.activity.state not in OPEN_ACTIVITY or row.activity.last_on < row.given_on:
        raise Refusal(
            _("Aktiviteten kan inte erbjudas nu: %(state)s.") % {"state": row.activity.get_state_display()}, "activity"
        )
    check_obstacles(pair, anyway=anyway, reason=reason)
