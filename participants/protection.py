"""Somebody with protected identity is shown to nobody who has not said why (facts § 4.3, R176).

Every page about one person begins with it, in whichever app: also one about something that belongs to the person.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nodes.audit import saw
from participants.models import Participant
from participants.selectors.protected import must_ask


def ask_why(request: HttpRequest, participant: Participant) -> HttpResponse | None:
    """A redirect to the page that asks for a reason, or None where the person may be shown."""
    if not must_ask(request.session, participant):
        return None
    saw(request, [])
    return redirect("participants:open_protected", request.access.node.slug, participant.pk)
