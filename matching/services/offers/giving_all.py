"""Many offers are given at once, all or none; and the same question is asked without giving any (R115, R118)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from associations.models import Activity
from associations.services.seats import hold_seats
from matching.models import Offer
from matching.services.offers.drafts import check_days, forms_among, locked_forms
from matching.services.offers.rows import locked_activities
from matching.services.offers.weighing import drafts_of, weigh
from matching.states import OFFER
from nodes.actors import Actor
from participants.services import forms
from vida import clock
from vida.states import START


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
    rows = drafts_of(found, known, chosen, channel=channel, by=by, given_at=given_at, reply_by=reply_by)
    if why := weigh(rows, chosen, set_aside or {}, by):
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
    rows = drafts_of(found, known, chosen, channel=Offer.Channel.PHONE, by=by, given_at=clock.now(), reply_by=None)
    return weigh(rows, chosen, set_aside or {}, by)
