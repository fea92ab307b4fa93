"""Reading a register as municipalities send it: CSV or Excel, with whatever words they put above their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from vida.text import fold

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_UNPACKED = 100 * 1024 * 1024

# Our word for a column, and the words that registers use for it (folded: lower case, no accents, no signs).
COLUMNS = {
    "name": ("name", "namn", "forening", "foreningsnamn", "foreningens namn", "organisation", "organisationsnamn"),
    "org_number": ("org number", "orgnummer", "orgnr", "org nr", "organisationsnummer", "organisationsnr"),
    "municipality": ("municipality", "kommun", "kommunnamn"),
    "postal_code": ("postal code", "postnummer", "postnr", "post nr"),
    "city": ("city", "ort", "postort"),
    "address": ("address", "adress", "gatuadress", "utdelningsadress"),
    "email": ("email", "epost", "epostadress", "mail", "mejl"),
    "phone": ("phone", "telefon", "telefonnummer", "tel", "mobil"),
    "homepage_url": ("homepage url", "homepage", "hemsida", "webbplats", "webb", "www"),
    "types": ("types", "typ", "slag", "foreningstyp", "kategori"),
    "activities": ("activities", "verksamhet", "verksamheter", "aktiviteter"),
    "categories": ("categories", "kategorier"),
}
_MEANING = {word: column for column, words in COLUMNS.items() for word in words}

Row = dict[str, str]


class Unreadable(Exception):
    """The file cannot be read as a register; `str()` says why and what to do."""


def read_register(content: bytes) -> list[Row]:
    """The rows of a register with our words for its columns; columns that mean nothing here are left out.

    Empty rows are skipped. Raises Unreadable.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("Filen är större än 5 MB. Dela den i flera."))
    lines = _from_excel(content) if content.startswith(b"PK") else _from_csv(content)
    try:
        return list(_rows(lines))
    except csv.Error:
        raise Unreadable(_("Filen går inte att läsa som CSV. Spara om den som CSV (UTF-8) eller Excel.")) from None


def _rows(lines: Iterable[list[str]]) -> Iterator[Row]:
    lines = iter(lines)
    head = [_MEANING.get(fold(word.replace("_", " ")), "") for word in next(lines, [])]
    if "name" not in head:
        raise Unreadable(_("Filen saknar en kolumn för namn. Skriv till exempel Namn överst i kolumnen."))
    found = 0
    for line in lines:
        row = {column: _tidy(value) for column, value in zip(head, line, strict=False) if column}
        if any(row.values()):
            found += 1
            if found > MOST_ROWS:
                raise Unreadable(_("Filen har fler än 20 000 rader. Dela den i flera."))
            yield row
    if not found:
        raise Unreadable(_("Filen har inga rader under rubrikerna."))


def _tidy(value: str) -> str:
    """Without stray spaces and NUL, which no database can keep."""
    return " ".join(value.replace("\x00", "\ufffd").split())


def _from_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # never fails: every byte is a letter there
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _from_excel(content: bytes) -> Iterator[list[str]]:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise Unreadable(_("Filen är för stor när den packas upp. Spara den som CSV."))
        yield from _sheet(content)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - what a broken part leads to in openpyxl has no end of names
        raise Unreadable(_("Filen går inte att öppna som Excel. Spara om den som xlsx eller CSV.")) from None


def _sheet(content: bytes) -> Iterator[list[str]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for row in islice(book.worksheets[0].iter_rows(values_only=True), MOST_ROWS + 2):
        yield ["" if value is None else str(value) for value in row]
