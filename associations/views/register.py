"""Reading registers: send in a file, follow it, and a report of every row that stays until all is dealt with."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from associations.filters import RowFilter
from associations.forms.register import RegisterForm, RowForm
from associations.models import RegisterImport, RegisterRow
from associations.selectors import register as selectors
from associations.services import register
from associations.tables import ImportTable, RowTable
from associations.tasks import read_register
from associations.views.lists import paged
from nodes.access import page
from vida import feedback

AT_ONCE = 100  # rows that are read while the person waits; more are a task's


@page("association.import")
def imports(request: HttpRequest) -> HttpResponse:
    """Earlier registers, and a form for the next one."""
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()
    if request.method == "POST" and form.is_valid():
        node = request.access.node
        file, rows = form.cleaned_data["file"], form.cleaned_data["rows"]
        made = register.start(node=node, file_name=file.name, rows=rows, by=request.access.actor)
        if len(rows) <= AT_ONCE:
            register.read_on(register_import=made, limit=AT_ONCE)
        else:
            transaction.on_commit(lambda: read_register.delay(node.pk, made.pk))
        words = ngettext("%(n)d rad är inläst.", "%(n)d rader är inlästa.", len(rows)) % {"n": len(rows)}
        feedback.saved(request, words if len(rows) <= AT_ONCE else _("Filen är mottagen."))
        return redirect("associations:register_report", node.slug, made.pk)
    table = paged(request, ImportTable, selectors.imports())
    return render(
        request, "associations/register.html", {"form": form, "table": table}, status=422 if form.errors else 200
    )


@page("association.import")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of every row; faulty ones first."""
    found = get_object_or_404(selectors.imports(), pk=pk)
    rows = RegisterRow.objects.filter(register_import=found).select_related("association", "resolved_by")
    shown = RowFilter(request.GET, queryset=rows.order_by("number"), request=request)
    context = {
        "found": found,
        "filter": shown,
        "table": paged(request, RowTable, shown.qs),
        "progress": selectors.progress_of(found),
    }
    return render(request, "associations/register_report.html", context)


@page("association.import")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a reading has come (a part of the page, for htmx)."""
    found = get_object_or_404(RegisterImport, pk=pk)
    context = {"found": found, "progress": selectors.progress_of(found)}
    return render(request, "associations/register_progress.html", context)


def _row(pk: int, row: int) -> RegisterRow:
    return get_object_or_404(RegisterRow.objects.select_related("register_import"), pk=row, register_import_id=pk)


@page("association.import")
def row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """A row as it came, to be put right and tried again."""
    found = _row(pk, row)
    initial = {name: found.raw.get(name, "") for name in RowForm.base_fields}
    form = RowForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = register.retry(row=found, values=form.cleaned_data)
        if found.outcome != RegisterRow.Outcome.FAULTY:
            feedback.saved(
                request, _("%(name)s: %(outcome)s.") % {"name": found.name, "outcome": found.get_outcome_display()}
            )
            return redirect("associations:register_report", request.access.node.slug, pk)
        form.add_error(None, found.remarks)
    context = {"row": found, "form": form}
    return render(request, "associations/register_row.html", context, status=422 if form.errors else 200)


@require_POST
@page("association.import")
def resolve(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Mark a row as dealt with, or open it again."""
    found = register.resolve(row=_row(pk, row), by=request.access.actor)
    done = _("Raden är markerad som klar.") if found.resolved_at else _("Raden är öppen igen.")
    feedback.saved(request, done, undo_url=request.path)
    return redirect("associations:register_report", request.access.node.slug, pk)
