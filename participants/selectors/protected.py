"""Who may open a person with protected identity, whether somebody has just done it, and an order that tells nothing of
such a person (facts § 4.3, R176).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Case, F, When
from django.db.models.expressions import OrderBy

from nodes.actors import Actor
from nodes.roles import Role
from participants.models import Participant
from vida import clock

OPEN_FOR = timedelta(minutes=15)
SESSION_KEY = "opened_protected"  # participant's id → when it was opened, in seconds


def may_open(participant: Participant, by: Actor) -> bool:
    """The node's coordinator and the person's own named case officer; nobody else."""
    own = by.user is not None and participant.case_officer_id == by.user.pk
    return Role.COORDINATOR in by.roles or (Role.CASE_OFFICER in by.roles and own)


def must_ask(session: Mapping[str, Any], participant: Participant) -> bool:
    """Whether the page must first ask why: for protected people, unless this session opened the person a moment ago."""
    if not participant.protection:
        return False
    opened = session.get(SESSION_KEY, {}).get(str(participant.pk), 0)
    return bool(clock.now().timestamp() - opened > OPEN_FOR.total_seconds())


def hidden_last(*keys: str, descending: bool = False) -> list[OrderBy | str]:
    """An order of rows with a `participant` by keys that the row of a protected one does not show: it comes last either
    way, by its number. Between two others it would tell what is between them.
    """
    shown = [Case(When(participant__protection="", then=F(key))) for key in keys]
    return [*(OrderBy(each, descending=descending, nulls_last=True) for each in shown), "id"]
