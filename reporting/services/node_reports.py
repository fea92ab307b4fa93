"""What a node says of its quarter: written and submitted there, accepted or returned by the process lead (R36)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from nodes.actors import Actor
from nodes.models import Node
from reporting.models import NodeReport
from reporting.services.reports import Refused, open_report
from reporting.states import NODE_REPORT, ReportState
from vida import clock
from vida.calendar import Quarter
from vida.states import START


@transaction.atomic
def write(*, node: Node, quarter: Quarter, note: str, by: Actor) -> NodeReport:
    """Save the node's words. NotAllowed once they are submitted; Refused when the quarter is frozen."""
    row = _open(node, quarter, by)
    row.state = NODE_REPORT.to("write", row.state if row.pk else START, *by.roles)
    row.note = note
    row.save()
    return row


@transaction.atomic
def submit(*, node: Node, quarter: Quarter, note: str, by: Actor) -> NodeReport:
    """Save and hand in. Refused for an empty note; the same words again by the same person change nothing."""
    row = _open(node, quarter, by)
    if row.pk and NODE_REPORT.holds("submit", row.state) and row.submitted_by == by.user and row.note == note:
        return row
    if not note.strip():
        raise Refused(_("Skriv något om kvartalet innan du lämnar in."))
    row.state = NODE_REPORT.to("submit", row.state, *by.roles)
    row.note, row.submitted_at, row.submitted_by = note, clock.now(), by.user
    row.save()
    return row


@transaction.atomic
def accept(*, row: NodeReport, by: Actor) -> NodeReport:
    """The process lead takes the node's words into the report."""
    return _decide(row, "accept", "", by)


@transaction.atomic
def send_back(*, row: NodeReport, comment: str, by: Actor) -> NodeReport:
    """Return the node's words with a comment. Refused without one: the node must know what to change."""
    if not comment.strip():
        raise Refused(_("Skriv vad noden ska ändra eller lägga till."))
    return _decide(row, "return", comment, by)


def _open(node: Node, quarter: Quarter, by: Actor) -> NodeReport:
    """The node's row, locked or new, under the quarter's report, which is locked too."""
    report = open_report(programme=node.programme, quarter=quarter, by=by)
    if report.state == ReportState.FROZEN:
        raise Refused(_("Kvartalets rapport är fryst. Skriv rättelser i nästa kvartal."))
    row = NodeReport.objects.select_for_update(of=("self",)).filter(node=node, report=report).first()
    return row or NodeReport(node=node, report=report)


def _decide(row: NodeReport, event: str, comment: str, by: Actor) -> NodeReport:
    row = NodeReport.objects.select_for_update(of=("self",)).select_related("report").get(pk=row.pk)
    if row.report.state == ReportState.FROZEN:
        raise Refused(_("Kvartalets rapport är fryst. Skriv rättelser i nästa kvartal."))
    if NODE_REPORT.holds(event, row.state) and row.decided_by == by.user and row.decision_comment == comment:
        return row
    row.state = NODE_REPORT.to(event, row.state, *by.roles)
    row.decided_at, row.decided_by, row.decision_comment = clock.now(), by.user, comment
    row.save(update_fields=["state", "decided_at", "decided_by", "decision_comment"])
    return row
