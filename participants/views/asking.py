"""What several pages do first: find the person, or ask why a protected one should be opened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from nodes.audit import saw
from participants.models import Participant
from participants.selectors import protected


def find(request: HttpRequest, pk: int) -> Participant:
    """The participant; Http404 outside what the user sees."""
    return get_object_or_404(Participant.objects.select_related("service_unit", "node__programme"), pk=pk)


def ask_why(request: HttpRequest, participant: Participant) -> HttpResponse | None:
    """A redirect to the page that asks for a reason, or None where the person may be shown."""
    if not protected.must_ask(request.session, participant):
        return None
    saw(request, [])
    return redirect("participants:open_protected", request.access.node.slug, participant.pk)


def person_url(request: HttpRequest, pk: int) -> str:
    """The person's own page."""
    return reverse("matching:participant", args=[request.access.node.slug, pk])
