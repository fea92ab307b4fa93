"""Who may be shown a protected person here: whoever has opened the person with a typed reason (facts § 4.3)."""

from __future__ import annotations

from django.http import HttpRequest

from participants.models import Participant

OPENED = "opened_protected"  # in the session: ids of those opened with a reason


def hidden(request: HttpRequest, participant: Participant) -> bool:
    """Whether name, place and activity of this person are hidden from the reader."""
    return bool(participant.protection) and participant.pk not in request.session.get(OPENED, [])
