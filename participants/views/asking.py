"""What several pages share: finding the person, and the way back to the person's own page."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from participants.models import Participant


def find(request: HttpRequest, pk: int) -> Participant:
    """The participant; Http404 outside what the user sees."""
    return get_object_or_404(Participant.objects.select_related("service_unit", "node__programme"), pk=pk)


def person_url(request: HttpRequest, pk: int) -> str:
    """The person's own page."""
    return reverse("matching:participant", args=[request.access.node.slug, pk])
