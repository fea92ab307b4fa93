"""Writing the programme's report of a quarter, and freezing it for good (R16)."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext as _

from nodes.actors import Actor
from nodes.models import Node, Programme
from reporting.models import NodeReport, ProgressReport
from reporting.selectors.budget import budget_of
from reporting.selectors.figures import figures_of
from reporting.selectors.figures.sharing import hidden_in
from reporting.services import files
from reporting.states import REPORT, ReportState
from vida import clock
from vida.calendar import Quarter
from vida.states import START


class Refused(Exception):
    """The report cannot be changed so; str() is a sentence for the reader."""


@transaction.atomic
def open_report(*, programme: Programme, quarter: Quarter, by: Actor) -> ProgressReport:
    """The quarter's report, begun where nobody has yet, and locked until the transaction ends.

    Refused for a quarter outside the programme's period or still to come.
    """
    if not quarters_span(programme, quarter) or quarter.first_day > clock.today():
        raise Refused(_("Det finns ingen rapport för %(quarter)s.") % {"quarter": quarter.words})
    rows = ProgressReport.objects.select_for_update(of=("self",))
    where = {"programme": programme, "year": quarter.year, "quarter": quarter.number}
    if (found := rows.filter(**where).first()) is not None:
        return found
    ProgressReport.objects.get_or_create(**where, defaults={"state": REPORT.to("open", START, *by.roles)})
    return rows.get(**where)


def quarters_span(programme: Programme, quarter: Quarter) -> bool:
    """Whether any day of the quarter lies in the programme's period."""
    return quarter.first_day <= programme.ends_on and quarter.last_day >= programme.starts_on


@transaction.atomic
def write_summary(*, programme: Programme, quarter: Quarter, summary: str, by: Actor) -> ProgressReport:
    """Save the summary of a draft. NotAllowed when the report is frozen or the role may not."""
    report = open_report(programme=programme, quarter=quarter, by=by)
    report.state = REPORT.to("write", report.state, *by.roles)
    report.summary = summary
    report.save(update_fields=["state", "summary"])
    return report


@transaction.atomic
def freeze(*, programme: Programme, quarter: Quarter, by: Actor) -> ProgressReport:
    """Fix the figures, the summary and the nodes' words as they stand now; nothing of the quarter changes after that.
    Its files are asked for.

    Refused before the quarter has ended. NotAllowed for other roles. Freezing again by the same person changes nothing.
    """
    report = open_report(programme=programme, quarter=quarter, by=by)
    if report.state == ReportState.FROZEN and report.frozen_by == by.user:
        return report
    state = REPORT.to("freeze", report.state, *by.roles)
    if clock.today() <= quarter.last_day:
        raise Refused(
            _("Kvartalet pågår till och med %(day)s. Rapporten kan frysas dagen efter.") % {"day": quarter.last_day}
        )
    report.state, report.frozen_at, report.frozen_by = state, clock.now(), by.user
    figures = figures_of(programme, quarter)
    frozen = replace(figures, hidden=hidden_in(figures))
    budget = [asdict(row) for row in budget_of(programme, quarter)]
    report.figures = {**frozen.as_json(), "summary": report.summary, "notes": _notes(report), "budget": budget}
    report.save(update_fields=["state", "frozen_at", "frozen_by", "figures"])
    files.ask_for_all(programme=programme, quarter=quarter, by=by)
    return report


def _notes(report: ProgressReport) -> list[dict]:
    """What the nodes have said, with the word for how far it came. No name of anybody."""
    by_node = {note.node_id: note for note in NodeReport.objects.filter(report=report)}
    nodes = Node.objects.filter(programme=report.programme_id).order_by("name", "id")
    return [
        {"place": str(node.pk), "name": node.name, "state": note.state, "note": note.note}
        for node in nodes
        if (note := by_node.get(node.pk)) is not None
    ]
