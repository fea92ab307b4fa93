"""Offers on paper, for everybody at a matching meeting who has one to answer (R113, R121)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from matching.selectors.meeting_papers import papers_of
from nodes.access import page
from nodes.audit import saw
from participants.models import InformationMeeting


@page("meeting.match")
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """A card to print for each open offer; protected people are counted and left out."""
    found = get_object_or_404(InformationMeeting, pk=pk)
    made, hidden = papers_of(found)
    saw(request, [paper.offer.participant_id for paper in made], "print")
    return render(request, "matching/meeting/papers.html", {"meeting": found, "papers": made, "hidden": hidden})
