"""How far a round has come. The work is one transaction, so that only its beginning and its end are seen."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import MatchingRound
from matching.states import RoundState
from participants.models import InterestForm

REMEMBERED = 120  # seconds: by then a lost round is sent again


@dataclass(frozen=True)
class Progress:
    """Percent and words."""

    percent: int
    words: str


def begun(pk: int) -> None:
    """A worker has taken the round in hand."""
    cache.set(_key(pk), 1, REMEMBERED)


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
