"""Many offers are given at once, all or none; and the same question is asked without giving any (R115, R118)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Activity
from associations.services.seats import NoSeatUnoffered, hold_seats
from matching.models import Offer
from matching.selectors.replies import before_it_begins
from matching.selectors.suggestions import chosen_pairs
from matching.services.offers.drafts import (
    check_days,
    check_pair,
    check_person,
    draft,
    forms_among,
    last_day,
    locked_forms,
)
from matching.services.offers.rows import locked_activities
from matching.states import OFFER
from nodes.actors import Actor
from participants.models import InterestForm
from participants.services import forms
from participants.services.refusals import Refusal
from participants.states import FORM
from vida import clock
from vida.states import START, NotAllowed


class NotAllGiven(Exception):
    """Some of many offers cannot be given, and so none was; `why` holds a sentence for each of those forms, by key."""

    def __init__(self, why: Mapping[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(why.values())))
        self.why = dict(why)


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
    offer the place; Refusal for a day that cannot be right; NotAllowed for a role that may not. As many statements for
    many offers and activities as for one.
    """
    OFFER.to("give", START, *by.roles)
    given_at = given_at or clock.now()
    check_days(given_at, reply_by)
    found, known = locked_forms(chosen), locked_activities(set(chosen.values()))
    rows = _drafts(found, known, chosen, channel=channel, by=by, given_at=given_at, reply_by=reply_by)
    if why := _weigh(rows, chosen, set_aside or {}, by):
        raise NotAllGiven(why)
    forms.mark_all_offered(forms=found, by=by)
    hold_seats(Counter(chosen.values()))
    return Offer.objects.bulk_create(rows)


def why_not_all(*, chosen: Mapping[int, int], by: Actor, set_aside: Mapping[int, str] | None = None) -> dict[int, str]:
    """What `give_all` would refuse if it were asked now, a sentence by form; empty where it would give every offer.

    It asks the same of the same facts, but locks no row and writes none: what changes before the offers are given is
    for `give_all` to find. How they are given and the day to reply by stand in nobody's way; a wrong day is no form's.
    """
    OFFER.to("give", START, *by.roles)
    found, known = list(forms_among(chosen)), Activity.objects.in_bulk(set(chosen.values()))
    rows = _drafts(found, known, chosen, channel=Offer.Channel.PHONE, by=by, given_at=clock.now(), reply_by=None)
    return _weigh(rows, chosen, set_aside or {}, by)


def _drafts(
    found: Sequence[InterestForm],
    known: Mapping[int, Activity],
    chosen: Mapping[int, int],
    *,
    channel: str,
    by: Actor,
    given_at: datetime,
    reply_by: date | None,
) -> list[Offer]:
    """The offers as they would be saved, in the order of the forms."""
    if not found:
        return []
    given_on = clock.local(given_at).date()
    latest = reply_by or last_day(found[0], given_on)
    rows = []
    for form in found:
        activity = known[chosen[form.pk]]
        until = before_it_begins(latest, given_on=given_on, first_on=activity.first_on)
        rows.append(draft(form, activity, channel=channel, by=by, given_at=given_at, reply_by=until))
    return rows


def _weigh(rows: Sequence[Offer], chosen: Mapping[int, int], set_aside: Mapping[int, str], by: Actor) -> dict[int, str]:
    """Put on each offer the choice that it meets and why rules are set aside; a sentence for each form that cannot be
    given its own.
    """
    gone = chosen.keys() - {row.form_id for row in rows}
    why = dict.fromkeys(gone, _("Personen väntar inte på något erbjudande längre."))
    if not rows:
        return why
    pairs = chosen_pairs([row.form for row in rows], chosen, on=rows[0].given_on)
    for row in rows:
        pair, reason = pairs[row.form_id], set_aside.get(row.form_id, "")
        row.rank, row.aside_reason = pair.rank, reason
        try:
            FORM.to("offer", row.form.state, *by.roles)
            check_person(row)
            check_pair(row, pair, anyway=row.form_id in set_aside, reason=reason)
        except (Refusal, NotAllowed) as refusal:
            why[row.form_id] = str(refusal)
    return why | _without_a_seat([row for row in rows if row.form_id not in why])


def _without_a_seat(rows: Sequence[Offer]) -> dict[int, str]:
    """A sentence for each of those whose activity has fewer places left than would be offered."""
    asked = Counter(row.activity_id for row in rows)
    left = {row.activity_id: row.activity.seats_free - row.activity.seats_held for row in rows}
    short = {pk for pk, number in asked.items() if number > left[pk]}
    return {row.form_id: str(NoSeatUnoffered()) for row in rows if row.activity_id in short}
