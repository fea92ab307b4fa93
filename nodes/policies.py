"""Who may do what: one table. A page names its action; an action that is not here does not exist.

`test_access` walks every URL against every role, with a matrix of its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from nodes.roles import Role


class Where(StrEnum):
    """What an action is done in, and so which address its page has."""

    NODE = "node"  # /vast/…
    PROGRAMME = "programme"  # /program/…
    PUBLIC = "public"  # anybody


@dataclass(frozen=True)
class Policy:
    """The roles that may, where it is done, and whether the page shows a participant (then the read log is written)."""

    where: Where
    roles: frozenset[Role] = frozenset()
    shows_person: bool = False


C, H = Role.COORDINATOR, Role.CASE_OFFICER
PM, PG = Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER
PL, SG, FF, OB = Role.PROCESS_LEAD, Role.STEERING_MEMBER, Role.RESEARCHER, Role.OBSERVER


def _node(*roles: Role, person: bool = False) -> Policy:
    return Policy(Where.NODE, frozenset(roles), person)


def _programme(*roles: Role) -> Policy:
    return Policy(Where.PROGRAMME, frozenset(roles))


POLICIES: dict[str, Policy] = {
    # the day
    "today.view": _node(C, H, PM, PG, person=True),
    # participants: the coordinator sees the node's, a case officer the own unit's, nobody else any
    "participant.list": _node(C, H, person=True),
    "participant.view": _node(C, H, person=True),
    "participant.register": _node(C, H, person=True),
    "participant.change": _node(C, H, person=True),
    "participant.withdraw": _node(C, H, person=True),
    "participant.open_protected": _node(C, H, person=True),
    "participant.export": _node(C, H, person=True),
    "form.register": _node(C, H, person=True),
    "form.close": _node(C, H, person=True),
    "meeting.list": _node(C, H),
    "meeting.change": _node(C, H),
    "meeting.guests": _node(C, H, person=True),
    # associations and their activities: public roles never edit an activity's content (R64, R123)
    "association.list": _node(C, H, PM, PG),
    "association.view": _node(C, H, PM, PG),
    "association.change": _node(C),
    "association.import": _node(C),
    "activity.list": _node(C, H, PM, PG),
    "activity.view": _node(C, H, PM, PG),
    "activity.decide": _node(C),
    "activity.export": _node(C, H, PM, PG),
    "activity.register": Policy(Where.PUBLIC),
    # where they meet
    "meeting.match": _node(C, H, person=True),
    "matching.view": _node(C, H, person=True),
    "forecast.view": _node(C, PM),
    "forecast.make": _node(C),
    "outreach": _node(C),
    "offer.list": _node(C, H, person=True),
    "offer.give": _node(C, H, person=True),
    "offer.answer": _node(C, H, person=True),
    "offer.withdraw": _node(C, H, person=True),
    # many people at once: a coordinator's, and over all nodes the process lead's, who sees sums only
    "round.list": _node(C),
    "round.make": _node(C),
    "round.view": _node(C, person=True),
    "round.change": _node(C, person=True),
    "round.confirm": _node(C, person=True),
    "round.everywhere": _programme(PL),
    # what follows a yes
    "plan.enter": _node(C, H, person=True),
    "placement.end": _node(C, H, person=True),
    "attendance.view": _node(C, person=True),
    "attendance.mark": _node(C, person=True),
    # figures and reports
    "figures.node": _node(C, PM, PG),
    "figures.people": _node(C, person=True),
    "report.node": _node(PM, C),
    "figures.programme": _programme(PL, SG, FF, OB),
    "report.view": _programme(PL, SG),
    "report.write": _programme(PL),
    # the house
    "settings.node": _node(C, PM),
    "members.node": _node(PM, C),
    "read_log": _node(C),
    "read_log.export": _node(C, person=True),
    "outbox": _node(C, person=True),
    "outbox.export": _node(C),
    "programme.settings": _programme(PL),
    "members.programme": _programme(PL),
    "public": Policy(Where.PUBLIC),
}
