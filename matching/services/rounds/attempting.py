"""A worker attempts a round; after so many attempts in vain the round has failed, and a person is told."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from matching.models import MatchingRound
from matching.states import ROUND, RoundState
from nodes.actors import THE_SYSTEM
from vida import clock

MOST_ATTEMPTS: Final = 3  # at one round; what goes wrong as often would go wrong once more


@transaction.atomic
def begin(*, pk: int) -> int:
    """Count an attempt at the round and return which it is; 0 where there is nothing to do.

    In a transaction of its own, before the work, so that an attempt which kills its worker is counted too. A round that
    has had `MOST_ATTEMPTS` fails instead.
    """
    row = free(pk)
    if row is None:
        return 0
    if row.attempts >= MOST_ATTEMPTS:
        _fail(row)
        return 0
    row.attempts += 1
    row.save(update_fields=["attempts"])
    return row.attempts


@transaction.atomic
def fail(*, pk: int) -> None:
    """The round cannot be worked out; the log says why, the page that it is so. Nothing where it no longer waits."""
    row = MatchingRound.objects.select_for_update(of=("self",)).filter(pk=pk, state=RoundState.QUEUED).first()
    if row is not None:
        _fail(row)


def free(pk: int) -> MatchingRound | None:
    """The round, locked, if it waits and no other worker has it in hand."""
    rows = MatchingRound.objects.select_for_update(of=("self",), skip_locked=True).select_related("node__programme")
    return rows.filter(pk=pk, state=RoundState.QUEUED).first()


def _fail(row: MatchingRound) -> None:
    row.state, row.failed_at = ROUND.to("fail", row.state, *THE_SYSTEM.roles), clock.now()
    row.save(update_fields=["state", "failed_at"])
