"""A participant's page: who it is, where it stands, what can be done now, and what has happened."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from matching.selectors.history import of_person
from matching.selectors.person import course_of
from nodes.access import page
from nodes.audit import saw
from participants.models import Participant
from participants.protection import ask_why
from participants.selectors.people import person


@page("participant.view")
def participant(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one person on one page."""
    try:
        story = person(pk, request.access.programme)
    except Participant.DoesNotExist:
        raise Http404 from None
    if asking := ask_why(request, story.participant):
        return asking
    saw(request, [pk])
    course = course_of(story.participant)
    context = {
        "story": story,
        "answer": story.eligibility,
        "checks": story.checks,
        "participant": story.participant,
        "form": story.open_form or (story.forms[0] if story.forms else None),
        "course": course,
        "offer": course.open_offer,
        "to_plan": course.to_plan,
        "history": of_person(pk),
    }
    return render(request, "matching/participant.html", context)


def find(pk: int) -> Participant:
    """The participant, for whoever may know of one; Http404 else."""
    return get_object_or_404(Participant.objects.select_related("node__programme"), pk=pk)
