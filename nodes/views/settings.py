"""The node's settings: its own facts and its units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nodes.access import page
from nodes.forms.settings import NodeForm, ServiceUnitForm
from nodes.models import ServiceUnit
from nodes.services.turns import take_turn
from vida import feedback


@page("settings.node")
def settings(request: HttpRequest) -> HttpResponse:
    """The node's facts, and the way to the rest."""
    node = request.access.node
    form = NodeForm(request.POST or None, instance=node)
    if request.method == "POST" and form.is_valid():
        form.save()
        feedback.saved(request, _("Nodens uppgifter är ändrade."))
        return redirect("nodes:settings", node.slug)
    context = {"form": form, "node": node, "units": node.service_units.select_related("municipality")}
    return render(request, "nodes/settings.html", context, status=422 if form.errors else 200)


@page("settings.node")
def unit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a service unit."""
    node = request.access.node
    found = get_object_or_404(ServiceUnit, pk=pk, node=node) if pk else ServiceUnit(node=node)
    if request.method == "POST":
        take_turn(node)  # two people may add a unit of the same name
    form = ServiceUnitForm(request.POST or None, instance=found, node=node)
    if request.method == "POST" and form.is_valid():
        form.save()
        feedback.saved(request, _("Enheten är sparad."))
        return redirect("nodes:settings", node.slug)
    context = {"form": form, "unit": found if pk else None, "back_url": reverse("nodes:settings", args=[node.slug])}
    return render(request, "nodes/unit.html", context, status=422 if form.errors else 200)
