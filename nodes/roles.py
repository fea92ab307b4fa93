"""The roles, where each one belongs and whose participants it sees (glossary; R9, R12, R25, R45)."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a membership makes of a person."""

    PROCESS_LEAD = "process_lead", _("Processledare")
    STEERING_MEMBER = "steering_member", _("Styrgruppsledamot")
    PROJECT_MANAGER = "project_manager", _("Projektledare")
    COORDINATOR = "coordinator", _("Föreningssamordnare")
    PROJECT_GROUP_MEMBER = "project_group_member", _("Projektgruppsmedlem")
    CASE_OFFICER = "case_officer", _("Handläggare")
    RESEARCHER = "researcher", _("Följeforskare")
    OBSERVER = "observer", _("Observatör")


class Level(StrEnum):
    """What a membership is in."""

    PROGRAMME = "programme"
    NODE = "node"
    SERVICE_UNIT = "service_unit"


LEVEL = {
    Role.PROCESS_LEAD: Level.PROGRAMME,
    Role.STEERING_MEMBER: Level.PROGRAMME,
    Role.RESEARCHER: Level.PROGRAMME,
    Role.OBSERVER: Level.PROGRAMME,
    Role.PROJECT_MANAGER: Level.NODE,
    Role.COORDINATOR: Level.NODE,
    Role.PROJECT_GROUP_MEMBER: Level.NODE,
    Role.CASE_OFFICER: Level.SERVICE_UNIT,
}

SEES_ALL_PARTICIPANTS = frozenset({Role.COORDINATOR})
SEES_OWN_PARTICIPANTS = frozenset({Role.CASE_OFFICER})
