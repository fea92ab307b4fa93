"""Excel workbooks of plain tables: for reports and for lists that somebody takes along."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vida.clock import local
from vida.text import ControlCharacter, clean

Cell = Any  # text, lazy text, number, date, aware moment or None
LONGEST_TEXT = 32_767  # Excel's limits: for a cell's text, for the name of a sheet, and the signs it refuses there
LONGEST_NAME = 31
_REFUSED_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NARROWEST, _WIDEST = 8, 60
_STYLE = "Table Style Light 1"
_PATTERNS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}


class Sheet(NamedTuple):
    """One table: its title, the words above its columns, and its rows."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet], *, title: str, created: datetime) -> bytes:
    """An .xlsx file with one sheet per table. The same input gives the same bytes: `created` is its only time.

    The headings stay in view, are marked as a table's headings for screen readers, and can be filtered by. Texts are
    written as texts: what begins with = + - @ is never a formula. Moments are written at Swedish wall time.
    """
    target = BytesIO()
    # strings_to_*: nothing that a person typed becomes a formula, a link or a number
    book = Workbook(
        target,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _PATTERNS.items()}
    names: set[str] = set()
    for table in sheets:
        _write(book.add_worksheet(_free_name(table.title, names)), table, formats)
    book.close()
    return target.getvalue()


def _free_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: short enough, without the refused signs, and not yet in the book."""
    wanted = clean(title.translate(_REFUSED_IN_NAMES)).strip("' ") or "-"
    name, number = wanted[:LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: LONGEST_NAME - 4]} {number}"
    taken.add(name.casefold())
    return name


def _write(sheet: Worksheet, table: Sheet, formats: dict[type, Format]) -> None:
    headings = [str(heading) for heading in table.headings]
    widths = [len(heading) + 3 for heading in headings]  # room for the filter's button
    at = 0
    for at, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            written = _written(value)
            widths[column] = max(widths[column], len(str(written)))
            _write_cell(sheet, at, column, written, formats)
    columns = [{"header": heading} for heading in headings]
    sheet.add_table(0, 0, max(at, 1), len(headings) - 1, {"columns": columns, "style": _STYLE})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
    sheet.freeze_panes(1, 0)


def _written(value: Cell) -> Cell:
    """The value as it goes into a cell: Swedish wall time, texts without controls and no longer than a cell."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None)
    if not isinstance(value, str | Promise):
        return value
    try:
        text = clean(str(value), multiline=True)
    except ControlCharacter:
        text = "".join(char if char.isprintable() else " " for char in str(value)).strip()
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _write_cell(sheet: Worksheet, row: int, column: int, value: Cell, formats: dict[type, Format]) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif value is not None:
        sheet.write(row, column, value)
