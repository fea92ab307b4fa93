"""The states of the reports: a node's words are handed in and accepted, the quarter is frozen (R16, R36)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nodes.roles import Role
from vida.states import START, SYSTEM, StateTable, Transition


class ReportState(TextChoices):
    """How far the programme's report has come."""

    DRAFT = "draft", _("Utkast")
    FROZEN = "frozen", _("Fryst")


class NodeReportState(TextChoices):
    """How far a node's words have come."""

    DRAFT = "draft", _("Utkast")
    SUBMITTED = "submitted", _("Inlämnad")
    RETURNED = "returned", _("Återsänd")
    ACCEPTED = "accepted", _("Godkänd")


class FileState(TextChoices):
    """How far a file of a report has come."""

    WAITING = "waiting", _("Väntar")
    MAKING = "making", _("Görs")
    READY = "ready", _("Klar")
    FAILED = "failed", _("Gick inte")


REPORT = StateTable(
    "ProgressReport",
    # Whoever writes the first word about a quarter opens it.
    Transition(
        "open",
        [START],
        ReportState.DRAFT,
        [Role.PROCESS_LEAD, Role.PROJECT_MANAGER, Role.COORDINATOR],
        _("Öppna kvartalet"),
    ),
    Transition("write", [ReportState.DRAFT], ReportState.DRAFT, [Role.PROCESS_LEAD], _("Skriv sammanfattningen")),
    Transition("freeze", [ReportState.DRAFT], ReportState.FROZEN, [Role.PROCESS_LEAD], _("Frys rapporten")),
    labels=dict(ReportState.choices),
)

N = NodeReportState
NODE_REPORT = StateTable(
    "NodeReport",
    Transition("write", [START, N.DRAFT], N.DRAFT, [Role.PROJECT_MANAGER, Role.COORDINATOR], _("Skriv")),
    Transition("write", [N.RETURNED], N.RETURNED, [Role.PROJECT_MANAGER, Role.COORDINATOR], _("Skriv")),
    Transition("submit", [N.DRAFT, N.RETURNED], N.SUBMITTED, [Role.PROJECT_MANAGER], _("Lämna in")),
    # Also after a yes that was a mistake, as long as the quarter is not frozen.
    Transition("return", [N.SUBMITTED, N.ACCEPTED], N.RETURNED, [Role.PROCESS_LEAD], _("Återsänd")),
    Transition("accept", [N.SUBMITTED], N.ACCEPTED, [Role.PROCESS_LEAD], _("Godkänn")),
    labels=dict(NodeReportState.choices),
)

F = FileState
READERS = [Role.PROCESS_LEAD, Role.STEERING_MEMBER]
REPORT_FILE = StateTable(
    "ReportFile",
    Transition("ask", [START, *FileState.values], F.WAITING, READERS, _("Gör filen")),
    # Again for a file in the making: the worker that began may have died.
    Transition("begin", [F.WAITING, F.MAKING], F.MAKING, [SYSTEM], _("Börja")),
    Transition("finish", [F.MAKING], F.READY, [SYSTEM], _("Bli klar")),
    Transition("fail", [F.MAKING], F.FAILED, [SYSTEM], _("Ge upp")),
    labels=dict(FileState.choices),
)
