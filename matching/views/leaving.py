"""When a participant leaves VIDA: asked before it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.forms import ReasonForm
from matching.selectors.person import course_of
from matching.services.people import open_placements, withdraw_participant
from matching.views.participant import find
from nodes.access import page
from nodes.audit import saw
from participants.models import InterestForm, Participant
from participants.protection import ask_why
from participants.services.refusals import Refusal
from vida import feedback
from vida.states import NotAllowed


@page("participant.withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a person leaves VIDA, and says what goes with it."""
    found = find(pk)
    if asking := ask_why(request, found):
        return asking
    saw(request, [found.pk])
    back = reverse("matching:participant", args=[request.access.node.slug, found.pk])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_participant(participant=found, by=request.access.actor, reason=form.cleaned_data["reason"])
        except (Refusal, NotAllowed) as refusal:
            form.add_error(None, str(refusal))
        else:
            feedback.saved(request, _("Deltagandet är avslutat."))
            response = redirect(back)
            response.status_code = 303
            return response
    context: dict[str, Any] = {
        "title": _("Avsluta deltagandet"),
        "text": _("%(name)s lämnar VIDA.") % {"name": found.full_name},
        "consequences": _consequences(found),
        "submit": _("Avsluta deltagandet"),
        "back": back,
        "form": form,
        "here": found.full_name,
    }
    return render(request, "shell/confirm.html", context, status=422 if form.errors else 200)


def _consequences(participant: Participant) -> list[str]:
    lines = []
    if course_of(participant).open_offer:
        lines.append(_("Erbjudandet som väntar på svar tas tillbaka."))
    if InterestForm.objects.open().filter(participant=participant).exists():
        lines.append(_("Intresseanmälan avslutas."))
    if places := len(open_placements(participant)):
        freed = ngettext("%(n)d plats blir ledig för någon annan.", "%(n)d platser blir lediga för andra.", places)
        lines.append(freed % {"n": places})
    return lines or [_("Inget erbjudande och ingen plats påverkas.")]
