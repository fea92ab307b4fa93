"""How far a round has come. The work is one transaction, so that only its beginning and its end are seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import MatchingRound
from matching.states import RoundState
from participants.models import InterestForm

LOST_AFTER = timedelta(minutes=2)  # longer than any node's round takes, and no harm where it does not


@dataclass(frozen=True)
class Progress:
    """Percent and words."""

    percent: int
    words: str


def begun(pk: int) -> None:
    """A worker has taken the round in hand."""
    cache.set(_key(pk), 1, LOST_AFTER.total_seconds())


def sent_again(pks: Collection[int]) -> None:
    """They stand in the queue once more, and need not be sent there every minute that they wait for their turn."""
    cache.set_many({_sent(pk): 1 for pk in pks}, LOST_AFTER.total_seconds())


def in_hand(pks: Collection[int]) -> set[int]:
    """Those that a worker has begun, or that have been sent again, less than `LOST_AFTER` ago."""
    known = cache.get_many([each(pk) for pk in pks for each in (_key, _sent)])
    return {pk for pk in pks if _key(pk) in known or _sent(pk) in known}


def to_sum_up(pks: Collection[int]) -> list[int]:
    """Those of a programme's rounds that have not been sent to be summed up for `LOST_AFTER`."""
    known = cache.get_many([_summed(pk) for pk in pks])
    return [pk for pk in pks if _summed(pk) not in known]


def sent_to_sum_up(pks: Collection[int]) -> None:
    """They stand in the queue, and wait there for their turn or for their nodes."""
    cache.set_many({_summed(pk): 1 for pk in pks}, LOST_AFTER.total_seconds())


def progress_of(row: MatchingRound) -> Progress:
    """Waiting for its turn, being worked out, or done."""
    if row.state != RoundState.QUEUED:
        return Progress(100, _("Klart"))
    if cache.get(_key(row.pk)) is None:
        return Progress(10, _("Väntar på sin tur"))
    number = InterestForm.objects.waiting().count() if row.chosen_forms is None else len(row.chosen_forms)
    words = ngettext("Räknar fram förslag för %(n)d person", "Räknar fram förslag för %(n)d personer", number)
    return Progress(50, words % {"n": number})


def _key(pk: int) -> str:
    return f"matching-round:{pk}"


def _sent(pk: int) -> str:
    return f"{_key(pk)}:sent"


def _summed(pk: int) -> str:
    return f"programme-round:{pk}:sent"
