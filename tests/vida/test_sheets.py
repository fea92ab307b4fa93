"""Workbooks: read back as they were meant, the same bytes each time, and nothing that runs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from vida.sheets import Sheet, workbook

CREATED = datetime(2026, 12, 31, 12, tzinfo=UTC)


def made(*sheets, title="Rapport"):
    return workbook(sheets, title=title, created=CREATED)


def read(data):
    return load_workbook(BytesIO(data))


def values(data):
    return [[cell.value for cell in row] for row in read(data).worksheets[0].iter_rows()]


def test_what_is_written_is_read_back():
    rows = [
        ["Åsa Öberg", 12, date(2026, 12, 7), 0.5],
        ["محمد علي", None, datetime(2026, 12, 7, 17, tzinfo=UTC), Decimal("2.5")],
    ]
    assert values(made(Sheet("Deltagare", ["Namn", "Antal", "Dag", "Andel"], rows))) == [
        ["Namn", "Antal", "Dag", "Andel"],
        ["Åsa Öberg", 12, datetime(2026, 12, 7), 0.5],  # noqa: DTZ001 Excel knows no time zones
        ["محمد علي", None, datetime(2026, 12, 7, 18), 2.5],  # noqa: DTZ001 Swedish wall time
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+46701234567", "-1", "@SUM(A1)", "{=1}", "https://example.org/", "00123", '=HYPERLINK("x")', "\t=1"],
)
def test_texts_stay_texts(text):
    sheet = read(made(Sheet("x", ["Text"], [[text]]))).worksheets[0]
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value == text.strip()
    assert cell.hyperlink is None


def test_headings_too_are_texts():
    assert values(made(Sheet("x", ["=1+1"], [[1]])))[0] == ["=1+1"]


def test_control_characters_do_not_break_the_file():
    assert values(made(Sheet("x", ["Text"], [["a\x00b\x1bc"], ["\u202eevil"], ["\ud800"]])))[1:] == [
        ["a b c"],
        ["evil"],
        [""],
    ]


def test_a_text_longer_than_a_cell_is_cut_with_a_sign():
    (_, (text,)) = values(made(Sheet("x", ["Text"], [["å" * 40_000]])))
    assert len(text) == 32_767
    assert text.endswith("å…")


def test_lazy_translations_and_truth_are_words():
    assert values(made(Sheet("x", ["A", "B"], [[gettext_lazy("Väst"), True]])))[1] == ["Väst", "ja"]


def test_the_same_input_gives_the_same_bytes():
    assert made(Sheet("x", ["A"], [["b"]])) == made(Sheet("x", ["A"], [["b"]]))


def test_headings_stay_in_view_and_are_marked_as_a_table():
    book = read(made(Sheet("Deltagare", ["Namn", "En mycket lång rubrik"], [["x" * 200, 1]]), title="Kvartal 4"))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert [table.ref for table in sheet.tables.values()] == ["A1:B2"]
    assert sheet.column_dimensions["A"].width == pytest.approx(60, abs=1)
    assert sheet.column_dimensions["B"].width > len("En mycket lång rubrik")
    assert (book.properties.title, book.properties.created.year) == ("Kvartal 4", 2026)


def test_an_empty_table_still_opens_with_its_headings():
    assert values(made(Sheet("Tom", ["Namn"], [])))[0] == ["Namn"]


def test_names_of_sheets_are_made_such_as_excel_takes():
    long = "Nod nordost: närvaro [alla] kvartal fyra"
    names = read(made(*[Sheet(title, ["A"], []) for title in (long, long, "x/y", "X y", "")])).sheetnames
    assert names == ["Nod nordost  närvaro  alla  kva", "Nod nordost  närvaro  alla  2", "x y", "X y 2", "-"]
