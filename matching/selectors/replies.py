"""How long an offer waits for its answer: the day to reply by, and the silence after it until the offer has run out."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Offer
from vida.calendar import last_working_day, shown_due

SILENCE = timedelta(days=7)  # after the day to reply by; then the offer has run out
ONE_DAY = timedelta(days=1)


def before_it_begins(reply_by: date, *, given_on: date, first_on: date) -> date:
    """The day to reply by, or the last working day until the first occasion where that comes sooner and is ahead."""
    return min(reply_by, max(given_on, last_working_day(first_on))) if first_on > given_on else reply_by


def last_day_to_answer(offer: Offer) -> date:
    """The day after which an unanswered offer has run out, whether or not a job has said so."""
    return shown_due(offer.reply_by + SILENCE)


def has_run_out(on: date) -> Q:
    """The offers whose last day to answer is over on the day, as `last_day_to_answer` says it of each."""
    return Q(reply_by__lte=last_working_day(on - ONE_DAY) - SILENCE)


def expiry_words(offer: Offer, on: date) -> str:
    """When the offer runs out by itself: "går ut om 3 dagar om ingen svarar"."""
    left = (last_day_to_answer(offer) - on).days
    if left < 0:
        return _("svarstiden har gått ut")
    if left == 0:
        return _("går ut i kväll om ingen svarar")
    words = ngettext("går ut om %(n)d dag om ingen svarar", "går ut om %(n)d dagar om ingen svarar", left)
    return words % {"n": left}
