"""People with protected identity in matching: never in a list, and opened only with a reason (facts § 4.3, R176)."""

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
