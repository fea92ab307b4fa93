"""The node's settings: its own facts, its units, its people, what was sent and who saw whom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from nodes.access import page
from nodes.audit import saw
from nodes.filters import ReadLogFilter
from nodes.forms.settings import NodeForm, ServiceUnitForm
from nodes.models import OutboxMessage, ReadLog, ServiceUnit
from nodes.services import outbox
from nodes.services.turns import take_turn
from nodes.tables.logs import OutboxTable, ReadLogTable
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


@page("read_log")
def read_log(request: HttpRequest) -> HttpResponse:
    """Who saw whom in the node."""
    rows = ReadLog.objects.select_related("user").order_by("-at", "-id")
    found = ReadLogFilter(request.GET, queryset=rows, node=request.access.node)
    table = ReadLogTable(found.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "nodes/read_log.html", {"table": table, "filter": found})


@page("outbox")
def outbox_list(request: HttpRequest) -> HttpResponse:
    """What was sent and what could not be; an address can be a participant's, so neither it nor the text is shown."""
    saw(request, [])
    rows = OutboxMessage.objects.order_by("-created_at", "-id")
    only_failed = "fel" in request.GET
    if only_failed:
        rows = rows.filter(state=OutboxMessage.State.FAILED)
    table = OutboxTable(rows)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "nodes/outbox.html", {"table": table, "only_failed": only_failed})


@require_POST
@page("outbox")
def outbox_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed message once more, or lay it aside."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    if "dismiss" in request.POST:
        outbox.dismiss(message=message)
        messages.success(request, _("Meddelandet är lagt åt sidan."))
    else:
        outbox.try_again(message=message)
        messages.success(request, _("Vi försöker skicka meddelandet igen."))
    return redirect(reverse("nodes:outbox", args=[request.access.node.slug]) + "?fel")
