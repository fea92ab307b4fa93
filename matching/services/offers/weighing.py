"""Many offers as they would be saved, and what stands in the way of each: the same whether they are given or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from associations.models import Activity
from associations.services.seats import NoSeatUnoffered
from matching.models import Offer
from matching.selectors.replies import before_it_begins
from matching.selectors.suggestions import chosen_pairs
from matching.services.offers.drafts import check_pair, check_person, draft, last_day
from nodes.actors import Actor
from participants.models import InterestForm
from participants.services.refusals import Refusal
from participants.states import FORM
from vida import clock
from vida.states import NotAllowed


def drafts_of(
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


def weigh(rows: Sequence[Offer], chosen: Mapping[int, int], set_aside: Mapping[int, str], by: Actor) -> dict[int, str]:
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
