"""Places of an activity for another node: opened, and taken back while nobody uses them (R83)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.forms.guests import GuestPlacesForm
from associations.models import Activity, GuestPlaces
from associations.selectors.guests import neighbours, opened_in, unused
from associations.services import guests
from associations.services.guests import CannotOpen
from associations.services.seats import NoSeatsToSpare
from nodes.access import page
from vida import feedback
from vida.states import NotAllowed


@page("activity.decide")
def open_places(request: HttpRequest, pk: int) -> HttpResponse:
    """Which node, how many places, and why."""
    activity = get_object_or_404(Activity.objects.select_related("home_node"), pk=pk)
    form = GuestPlacesForm(request.POST if request.method == "POST" else None, nodes=neighbours(request.access.node))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                places = guests.open_places(activity=activity, by=request.access.actor, **form.cleaned_data)
            except CannotOpen as refusal:
                form.add_error(refusal.field or None, str(refusal))
            except NoSeatsToSpare as refusal:
                form.add_error("seats", str(refusal))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                return _done(request, pk, _opened(places))
    spare = activity.seats_free - activity.seats_held
    context = {"activity": activity, "form": form, "spare": spare, "guests": opened_in(activity)}
    return render(request, "associations/guest_places.html", context, status=status)


def _opened(places: GuestPlaces) -> str:
    words = ngettext(
        "%(node)s har nu %(n)d plats i aktiviteten.", "%(node)s har nu %(n)d platser i aktiviteten.", places.seats
    )
    return words % {"node": places.to_node, "n": places.seats}


@page("activity.decide")
def take_back(request: HttpRequest, pk: int, places: int) -> HttpResponse:
    """Asks before places are taken back, and says how many of them nobody uses."""
    found = get_object_or_404(GuestPlaces.objects.select_related("activity", "to_node"), pk=places, activity_id=pk)
    status, refused = 200, ""
    if request.method == "POST":
        try:
            guests.take_back(places=found, by=request.access.actor)
        except (CannotOpen, NotAllowed) as refusal:
            status, refused = 409, str(refusal)
        else:
            return _done(request, pk, _("De platser som ingen använde är tillbaka här."))
    words = {"activity": found.activity, "node": found.to_node}
    context = {
        "title": _("Ta tillbaka lediga platser"),
        "text": refused or _("%(activity)s, platser för %(node)s.") % words,
        "consequences": [] if refused else _consequences(found),
        "submit": _("Ta tillbaka"),
        "back": reverse("associations:activity", args=[request.access.node.slug, pk]),
        "here": found.activity.title,
    }
    return render(request, "shell/confirm.html", context, status=status)


def _consequences(places: GuestPlaces) -> list[str]:
    free = unused(places)
    back = ngettext("%(n)d plats kommer tillbaka hit.", "%(n)d platser kommer tillbaka hit.", free)
    kept = ngettext(
        "%(n)d plats är tagen eller erbjuden där och blir kvar.",
        "%(n)d platser är tagna eller erbjudna där och blir kvar.",
        places.seats - free,
    )
    return [line % {"n": n} for line, n in ((back, free), (kept, places.seats - free)) if n]


def _done(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    feedback.saved(request, words)
    response = redirect("associations:activity", request.access.node.slug, pk)
    response.status_code = 303
    return response
