"""Opening a person with protected identity: with a reason, which the read log keeps (facts § 4.3, R176)."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from django.utils.translation import gettext as _

from nodes.actors import Actor
from nodes.audit import log_read
from participants.models import Participant
from participants.selectors.protected import SESSION_KEY, may_open
from participants.services.refusals import Refusal
from vida import clock


def open_up(*, session: MutableMapping[str, Any], participant: Participant, by: Actor, reason: str, where: str) -> None:
    """Let this session see the person for a quarter of an hour, and log who, where and why. Refusal for who may not."""
    if by.user is None or not may_open(participant, by):
        raise Refusal(_("Skyddade uppgifter – kontakta samordnaren."))
    log_read(
        node_id=participant.node_id,
        user_id=by.user.pk,
        participant_ids=[participant.pk],
        where=where,
        why=reason,
    )
    session[SESSION_KEY] = {**session.get(SESSION_KEY, {}), str(participant.pk): clock.now().timestamp()}
