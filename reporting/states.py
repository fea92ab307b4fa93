"""The states of the reports: a node's words are submitted and accepted, the programme's quarter is frozen (R16, R36)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nodes.roles import Role
from vida.states import START, StateTable, Transition


class ReportState(TextChoices):
    DRAFT = "draft", _("Utkast")
    FROZEN = "frozen", _("Fryst")


class NodeReportState(TextChoices):
    DRAFT = "draft", _("Utkast")
    SUBMITTED = "submitted", _("Inlämnad")
    RETURNED = "returned", _("Återsänd")
    ACCEPTED = "accepted", _("Godkänd")


REPORT = StateTable(
    "ProgressReport",
    Transition("open", [START], ReportState.DRAFT, [Role.PROCESS_LEAD], _("Öppna kvartalet")),
    Transition("freeze", [ReportState.DRAFT], ReportState.FROZEN, [Role.PROCESS_LEAD], _("Frys rapporten")),
    labels=dict(ReportState.choices),
)

N = NodeReportState
NODE_REPORT = StateTable(
    "NodeReport",
    Transition("write", [START, N.DRAFT], N.DRAFT, [Role.PROJECT_MANAGER, Role.COORDINATOR], _("Skriv")),
    Transition("submit", [N.DRAFT, N.RETURNED], N.SUBMITTED, [Role.PROJECT_MANAGER], _("Lämna in")),
    Transition("return", [N.SUBMITTED], N.RETURNED, [Role.PROCESS_LEAD], _("Återsänd")),
    Transition("accept", [N.SUBMITTED], N.ACCEPTED, [Role.PROCESS_LEAD], _("Godkänn")),
    labels=dict(NodeReportState.choices),
)
