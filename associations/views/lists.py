"""What every list here does: filter, sort, page, and the same rows as a sheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context

from associations.tables import NodeTable
from vida import clock
from vida.paging import lay_out
from vida.sheets import Sheet, workbook

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def paged(request: HttpRequest, table_class: type[NodeTable], rows: Any) -> NodeTable:
    """The table of `rows`, sorted and paged as the address says."""
    table = table_class(rows, node_slug=request.access.node.slug)
    table.context = Context({"request": request})  # a button in a cell needs its token
    lay_out(request, table)
    return table


def as_sheet(
    request: HttpRequest, table_class: type[NodeTable], rows: Any, *, title: str, file_name: str
) -> HttpResponse:
    """All pages of what is shown, in the order shown, as an Excel file."""
    table = table_class(rows, node_slug=request.access.node.slug)
    lay_out(request, table, rows=None)
    headings, *values = table.as_values()
    book = workbook([Sheet(title, headings, values)], title=title, created=clock.now())
    response = HttpResponse(book, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="{file_name}-{clock.today():%Y-%m-%d}.xlsx"'
    return response
