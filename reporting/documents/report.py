"""One quarter's report as a reader may see it, and the files made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from nodes.models import Programme
from reporting.documents.budget import budget_section
from reporting.documents.sections import Section, Sections
from reporting.models import ProgressReport
from reporting.selectors.budget import budget_in
from reporting.selectors.reports import figures_in, words_of_nodes
from reporting.states import NodeReportState
from vida import clock
from vida.calendar import Quarter
from vida.pdf import render_pdf
from vida.sheets import Sheet, workbook


@dataclass(frozen=True)
class Note:
    """What a node has said, and how far it came."""

    name: str
    state: str
    note: str


@dataclass(frozen=True)
class Report:
    """Everything that stands in the report. `frozen_at` is None for a draft, whose figures are those of `made_at`."""

    quarter: Quarter
    head: dict
    summary: str
    notes: list[Note]
    sections: list[Section]
    frozen_at: datetime | None
    made_at: datetime
    shared: bool

    @property
    def title(self) -> str:
        """The document's title."""
        return _("%(programme)s, %(quarter)s") % {"programme": self.head["name"], "quarter": self.quarter.words}

    @property
    def funding(self) -> str:
        """The line that what the EU pays for must carry (R131)."""
        return _("Medfinansieras av Europeiska unionen") if self.head["eu_funded"] else ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The head of the progress report (facts § 1.3)."""
        period = f"{self.quarter.first_day} – {self.quarter.last_day}"
        stand = self.frozen_at or self.made_at
        words = _("Fryst %(day)s") if self.frozen_at else _("Utkast %(day)s, siffrorna kan ändras")
        return [
            (_("Projekt"), self.head["name"]),
            (_("Diarienummer"), self.head["registry_number"] or "–"),
            (_("Ägare"), self.head["owner"]),
            (_("Partner"), self.head["partners"] or "–"),
            (_("Finansiär"), self.head["funder"]),
            (_("Period"), period),
            (_("Lämnas senast"), str(self.quarter.due)),
            (_("Läge"), words % {"day": clock.local(stand).date()}),
        ]


def report_for(programme: Programme, quarter: Quarter, report: ProgressReport | None, *, shared: bool) -> Report:
    """The report; with small cells hidden where `shared`. A frozen one is made of nothing but what was frozen."""
    figures = figures_in(programme, quarter, report)
    if report is not None and report.figures is not None:
        summary, notes = (
            report.figures["summary"],
            [Note(n["name"], n["state"], n["note"]) for n in report.figures["notes"]],
        )
    else:
        summary = report.summary if report else ""
        words = words_of_nodes(programme, report)
        notes = [Note(each.node.name, each.row.state, each.row.note) for each in words if each.row]
    readable = (NodeReportState.SUBMITTED, NodeReportState.ACCEPTED)
    return Report(
        quarter=quarter,
        head=figures.programme,
        summary=summary,
        notes=[note for note in notes if note.state in readable],
        sections=[*Sections(figures, shared=shared).all(), *budget_section(budget_in(programme, quarter, report))],
        frozen_at=report.frozen_at if report else None,
        made_at=clock.now(),
        shared=shared,
    )


def as_pdf(report: Report) -> bytes:
    """The report as PDF/UA. The same frozen report gives the same bytes."""
    with override("sv"):
        context = {"report": report, "funding": report.funding, "hidden_words": hidden_words()}
        return render_pdf("reporting/report_document.html", context, title=report.title)


def as_workbook(report: Report) -> bytes:
    """The report as an Excel workbook with a sheet per section. The same frozen report gives the same bytes."""
    with override("sv"):
        sheets = [_about(report), *(_sheet(section) for section in report.sections)]
        if report.notes:
            rows = [[note.name, str(NodeReportState(note.state).label), note.note] for note in report.notes]
            sheets.append(Sheet(_("Nodernas kommentarer"), [_("Nod"), _("Läge"), _("Kommentar")], rows))
        return workbook(sheets, title=report.title, created=report.frozen_at or report.made_at)


def _about(report: Report) -> Sheet:
    rows: list[list[str]] = [[term, str(value)] for term, value in report.facts]
    rows += [[_("Sammanfattning"), report.summary]] if report.summary else []
    rows += [[_("Stöd"), report.funding]] if report.funding else []
    rows += [[_("Dolda tal"), hidden_words()]] if report.shared else []
    rows += [
        [str(section.definition.name), f"{section.definition.sentence} ({section.definition.source})"]
        for section in report.sections
    ]
    return Sheet(_("Om rapporten"), [_("Vad"), _("Innehåll")], rows)


def hidden_words() -> str:
    """Why some figures are not shown."""
    return _(
        "”Dolt” står där talet är färre än 5, eller där talet annars skulle avslöja ett sådant. "
        "Då kan ingen person kännas igen."
    )


def _sheet(section: Section) -> Sheet:
    """All tables of a section under each other in long form: which table, which row, which column, the value."""
    rows = [
        [table.caption, row[0], heading, value]
        for table in section.tables
        for row in table.rows
        for heading, value in zip(table.headings[1:], row[1:], strict=True)
    ]
    return Sheet(str(section.definition.name), [_("Tabell"), _("Rad"), _("Kolumn"), _("Värde")], rows)
