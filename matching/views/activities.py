"""Cancelling an activity, with everything that follows from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Activity
from associations.selectors.guests import opened_in
from matching.forms import ReasonForm
from matching.models import Offer
from matching.services.activities import NOT_BEGUN, cancel_activity
from nodes.access import page
from placements.models import Placement
from placements.states import PlacementState
from vida import feedback
from vida.states import NotAllowed


@page("activity.decide")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before an activity is cancelled, and says who is concerned, in numbers."""
    found = get_object_or_404(Activity, pk=pk)
    back = reverse("associations:activity", args=[request.access.node.slug, pk])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cancel_activity(activity=found, by=request.access.actor, reason=form.cleaned_data["reason"])
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                feedback.saved(
                    request, _("Aktiviteten är inställd. De som inte hade börjat väntar på ett nytt erbjudande.")
                )
                response = redirect(back)
                response.status_code = 303
                return response
    context = {
        "title": _("Ställ in aktiviteten"),
        "text": _("%(activity)s ställs in. Föreningen får veta varför.") % {"activity": found.title},
        "consequences": _consequences(found),
        "submit": _("Ställ in aktiviteten"),
        "back": back,
        "form": form,
        "here": found.title,
    }
    return render(request, "shell/confirm.html", context, status=status)


def _consequences(activity: Activity) -> list[str]:
    """What follows, for how many; nothing is said of nobody."""
    places = Placement.objects.filter(activity=activity)
    given = Offer.objects.open().filter(activity=activity).count()
    placed = places.filter(state__in=NOT_BEGUN).count()
    begun = places.filter(state=PlacementState.STARTED).count()
    taken_back = ngettext("%(n)d erbjudande tas tillbaka.", "%(n)d erbjudanden tas tillbaka.", given)
    wait_again = ngettext(
        "%(n)d person som har tackat ja väntar på ett nytt erbjudande.",
        "%(n)d personer som har tackat ja väntar på ett nytt erbjudande.",
        placed,
    )
    are_asked = ngettext(
        "%(n)d person som har börjat mister platsen och ska frågas om något nytt. Det räknas inte som avhopp.",
        "%(n)d personer som har börjat mister platsen och ska frågas om något nytt. Det räknas inte som avhopp.",
        begun,
    )
    lines = ((given, taken_back), (placed, wait_again), (begun, are_asked))
    said = [line % {"n": number} for number, line in lines if number]
    return [*(said or [_("Ingen deltagare berörs.")]), *_elsewhere(activity), _("Det går inte att ångra.")]


def _elsewhere(activity: Activity) -> list[str]:
    words = _("Platserna som %(node)s har fått ställs in på samma sätt där.")
    return [words % {"node": places.to_node} for places in opened_in(activity)]
