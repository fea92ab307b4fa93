"""A list of people as a sheet: handed out for a purpose that is written into the read log (R177, R179)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nodes.audit import saw
from vida import clock
from vida.fields import PurposeField
from vida.sheets import Sheet, workbook

MOST_ROWS = 5_000
NOTHING_SENSITIVE = _("Inga identitetsnummer, inga personer med skyddade uppgifter.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PurposeForm(forms.Form):
    """What the list is for."""

    purpose = PurposeField()


@dataclass(frozen=True)
class Export:
    """One list: its name, its address and its file's name, how many rows in words, and what a row tells, in a sentence.

    `make` reads the rows and gives the sheet, and the ids of the participants who are on it; `leaves_out` says in a
    sentence what is not there.
    """

    name: str | Promise
    back_url: str
    file_name: str
    count: int
    count_words: str | Promise
    tells: str | Promise
    make: Callable[[], tuple[Sheet, Iterable[int]]]
    leaves_out: str | Promise = NOTHING_SENSITIVE

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Ask for the purpose, then hand out the file and log everybody on it."""
        form = PurposeForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self.count <= MOST_ROWS:
            sheet, people = self.make()
            saw(request, people, f"export: {form.cleaned_data['purpose']}")
            return sheet_answer(sheet, self.file_name)
        saw(request, [])
        context = {"export": self, "form": form, "too_many": self.count > MOST_ROWS, "most": MOST_ROWS}
        return render(request, "nodes/export.html", context, status=422 if form.is_bound else 200)


def sheet_answer(sheet: Sheet, file_name: str) -> HttpResponse:
    """The sheet as a file to keep, named by the day."""
    response = HttpResponse(workbook([sheet], title=sheet.title, created=clock.now()), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name}-{clock.today():%Y-%m-%d}.xlsx"'
    return response


def back_to(request: HttpRequest, list_url: str) -> str:
    """The list's address as it is narrowed and sorted in this one."""
    return f"{list_url}?{request.GET.urlencode()}" if request.GET else list_url
