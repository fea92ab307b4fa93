"""A participant's page: who it is, where it stands, what can be done now, and what has happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from matching.protection import hidden
from matching.selectors.history import of_person
from matching.selectors.person import story_of
from nodes.access import page
from nodes.audit import saw
from participants.models import Participant


@page("participant.view")
def participant(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one person on one page."""
    found = find(pk)
    if hidden(request, found):
        saw(request, [])
        return render(request, "matching/protected.html", {"participant": found}, status=403)
    saw(request, [found.pk])
    story = story_of(found)
    context = {
        "participant": found,
        "story": story,
        "form": story.current_form,
        "offer": story.open_offer,
        "history": of_person(found.pk),
        "may_leave": found.withdrawn_at is None and request.access.may("participant.withdraw"),
    }
    return render(request, "matching/participant.html", context)


def find(pk: int) -> Participant:
    """The participant, for whoever may know of one; Http404 else."""
    return get_object_or_404(
        Participant.objects.select_related("municipality", "service_unit", "case_officer", "node__programme"), pk=pk
    )
