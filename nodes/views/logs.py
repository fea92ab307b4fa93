"""Who saw whom, and what was sent: the two lists of the node's settings that are looked through now and then."""

from __future__ import annotations

from collections.abc import Iterable

import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nodes.access import page
from nodes.audit import saw
from nodes.exporting import Export, back_to, sheet_answer
from nodes.filters import ReadLogFilter
from nodes.models import OutboxMessage, ReadLog
from nodes.services import outbox
from nodes.tables.logs import OutboxTable, ReadLogTable
from vida.paging import lay_out
from vida.sheets import Sheet


@page("read_log")
def read_log(request: HttpRequest) -> HttpResponse:
    """Who saw whom in the node."""
    found = _readings(request)
    table = ReadLogTable(found.qs)
    lay_out(request, table)
    return render(request, "nodes/read_log.html", {"table": table, "filter": found})


@page("read_log.export")
def read_log_export(request: HttpRequest) -> HttpResponse:
    """The same as a sheet, for a purpose that the log keeps too (R177)."""
    rows = _readings(request).qs

    def make() -> tuple[Sheet, Iterable[int]]:
        table = ReadLogTable(rows)
        return _sheet(request, table, _("Vem har läst vad")), [row.record.participant_id for row in table.rows]

    count = rows.count()
    return Export(
        name=_("Vem har läst vad"),
        back_url=back_to(request, reverse("nodes:read_log", args=[request.access.node.slug])),
        file_name="lasningar",
        count=count,
        count_words=ReadLogTable.count_words % {"n": count},
        tells=_("Filen innehåller när, vem, deltagarens nummer, sida och varför."),
        leaves_out=_("Inga namn på deltagare, bara deras nummer."),
        make=make,
    ).answer(request)


@page("outbox")
def outbox_list(request: HttpRequest) -> HttpResponse:
    """What was sent and what could not be; an address can be a participant's, so neither it nor the text is shown."""
    saw(request, [])
    table = OutboxTable(_messages(request))
    lay_out(request, table)
    return render(request, "nodes/outbox.html", {"table": table, "only_failed": "fel" in request.GET})


@page("outbox.export")
def outbox_export(request: HttpRequest) -> HttpResponse:
    """The same as a sheet; nobody is on it."""
    table = OutboxTable(_messages(request), exclude=["again"])
    return sheet_answer(_sheet(request, table, _("Skickade meddelanden")), "meddelanden")


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


def _readings(request: HttpRequest) -> ReadLogFilter:
    rows = ReadLog.objects.select_related("user").order_by("-at", "-id")
    return ReadLogFilter(request.GET, queryset=rows, node=request.access.node)


def _messages(request: HttpRequest) -> QuerySet[OutboxMessage]:
    rows = OutboxMessage.objects.order_by("-created_at", "-id")
    return rows.filter(state=OutboxMessage.State.FAILED) if "fel" in request.GET else rows


def _sheet(request: HttpRequest, table: tables.Table, title: str) -> Sheet:
    """All rows, sorted as the address says."""
    lay_out(request, table, rows=None)
    headings, *rows = table.as_values()
    return Sheet(title, headings, rows)
