"""The report as PDF and workbook: asked for here, made by a task, fetched here when it is ready."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nodes.access import page
from reporting.models import ReportFile
from reporting.selectors.files import files_of
from reporting.services import files
from reporting.states import FileState
from reporting.views.files import PDF, XLSX, attachment
from reporting.views.reports import is_shared, known
from vida.calendar import Quarter

_TYPES = {ReportFile.Kind.PDF: PDF, ReportFile.Kind.SHEET: XLSX}
_PERCENT = {FileState.WAITING: 10, FileState.MAKING: 50}
_ADDRESS = {ReportFile.Kind.PDF: "reporting:report_pdf", ReportFile.Kind.SHEET: "reporting:report_sheet"}


@page("report.view")
def report_file(request: HttpRequest, quarter: Quarter, kind: str) -> HttpResponse:
    """How far a file has come. A POST asks for it; asked for already, it changes nothing."""
    if kind not in ReportFile.Kind.values:
        raise Http404
    quarter = known(request, quarter)
    if request.method == "POST":
        row = files.ask(
            programme=request.access.programme,
            quarter=quarter,
            kind=kind,
            shared=is_shared(request),
            by=request.access.actor,
        )
        if row.state == FileState.READY:
            return redirect(_ADDRESS[row.kind], quarter)
        return redirect("reporting:report_file", quarter, kind)
    return render(request, "reporting/report_file.html", _context(request, quarter, kind))


@page("report.view")
def report_file_progress(request: HttpRequest, quarter: Quarter, kind: str) -> HttpResponse:
    """The same as a part of the page, for htmx."""
    if kind not in ReportFile.Kind.values:
        raise Http404
    return render(request, "reporting/_report_file.html", _context(request, known(request, quarter), kind))


def _context(request: HttpRequest, quarter: Quarter, kind: str) -> dict:
    row = files_of(request.access.programme, quarter, shared=is_shared(request)).get(kind)
    if row is not None and row.state == FileState.READY and not default_storage.exists(row.file.name):
        row = None  # a storage that was lost: the file can be made again
    return {
        "quarter": quarter,
        "kind": kind,
        "kind_words": ReportFile.Kind(kind).label,
        "file": row,
        "percent": _PERCENT.get(row.state) if row else None,
        "lost": row is not None and files.is_lost(row),
        "file_url": _ADDRESS[ReportFile.Kind(kind)],
    }


@page("report.view")
def pdf(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """The report as PDF, or the page that says how far it has come."""
    return _kept(request, quarter, ReportFile.Kind.PDF)


@page("report.view")
def sheet(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """The report as Excel, or the page that says how far it has come."""
    return _kept(request, quarter, ReportFile.Kind.SHEET)


def _kept(request: HttpRequest, quarter: Quarter, kind: ReportFile.Kind) -> HttpResponse:
    row = files_of(request.access.programme, known(request, quarter), shared=is_shared(request)).get(kind)
    if row is not None and row.state == FileState.READY and default_storage.exists(row.file.name):
        with row.file.open() as kept:
            return attachment(kept.read(), _TYPES[kind], f"vida-rapport-{quarter}.{kind}")
    return redirect("reporting:report_file", quarter, kind)
