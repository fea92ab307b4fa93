"""One offer is given (R68, R117, R118)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from associations.models import Activity
from associations.services.seats import NoSeatUnoffered, hold_seats
from matching.models import Offer
from matching.selectors.suggestions import chosen_pairs
from matching.services.offers.drafts import check_days, check_pair, check_person, draft, locked_forms
from matching.services.offers.rows import locked_activities
from matching.states import OFFER
from nodes.actors import Actor
from participants.models import InterestForm
from participants.services import forms
from participants.services.refusals import Refusal
from vida import clock
from vida.states import START


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
    [form] = locked_forms([form.pk])
    standing = Offer.objects.open().filter(form=form).first()
    if standing and standing.activity_id == activity.pk and standing.given_by == by.user:
        return standing
    OFFER.to("give", START, *by.roles)
    activity = locked_activities([activity.pk])[activity.pk]
    row = draft(form, activity, channel=channel, by=by, given_at=given_at or clock.now(), reply_by=reply_by)
    check_days(row.given_at, row.reply_by)
    check_person(row)
    pair = chosen_pairs([form], {form.pk: activity.pk}, on=row.given_on)[form.pk]
    check_pair(row, pair, anyway=anyway, reason=aside_reason)
    row.rank, row.aside_reason = pair.rank, aside_reason if pair.obstacles else ""
    forms.mark_offered(form=form, by=by)
    row.save(force_insert=True)
    try:
        hold_seats({activity.pk: 1}, over=any(each.rule.code == "held" for each in pair.obstacles))
    except NoSeatUnoffered as quicker:
        raise Refusal(str(quicker), "activity") from quicker
    return row
