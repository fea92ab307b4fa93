"""Records that may be the same person, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nodes.access import page
from nodes.audit import saw
from participants.models import Participant
from participants.selectors.doubles import possible_doubles
from participants.services import people
from vida import feedback


@page("participant.list")
def possible(request: HttpRequest) -> HttpResponse:
    """Pairs registered lately; a POST says that the two are different people."""
    if request.method == "POST":
        ids = [
            int(each)
            for each in (request.POST.get("one", ""), request.POST.get("other", ""))
            if each.isdecimal() and len(each) < 19
        ]
        one, other = (get_object_or_404(Participant.objects.open_to_all(), pk=pk) for pk in (*ids, 0, 0)[:2])
        people.judge_different(one=one, other=other, by=request.access.actor)
        feedback.saved(request, _("Det är två olika personer."))
        return redirect("participants:doubles", request.access.node.slug)
    pairs = possible_doubles()
    saw(request, {person.pk for pair in pairs for person in (pair.newer, pair.older)}, "list")
    context = {"pairs": pairs, "list_url": reverse("participants:list", args=[request.access.node.slug])}
    return render(request, "participants/doubles.html", context)
