"""Users with their roles, and the service units."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from demo.staff import StaffMember, staff, units
from nodes.models import Membership, Node, Programme, ServiceUnit, User
from nodes.roles import Role

WITHOUT_CONTACT = "vaxholm-social"  # its contact person has left: nobody can be referred from there (R85)
OBSERVES = "0127"  # Botkyrka follows the work before it joins


@dataclass(frozen=True)
class Staff:
    """Who works here: units by key, users by mail address, and by what they do in a node or a unit."""

    units: dict[str, ServiceUnit]
    by_role: dict[tuple[str, str], User]  # (role, node or unit key)

    def coordinator(self, node: str) -> User:
        """Return the node's föreningssamordnare."""
        return self.by_role[Role.COORDINATOR, node]

    def case_officer(self, unit: str) -> User:
        """Return the handläggare of a service unit, by the unit's key."""
        return self.by_role[Role.CASE_OFFICER, unit]

    def project_manager(self, node: str) -> User:
        """Return the node's projektledare."""
        return self.by_role[Role.PROJECT_MANAGER, node]


def create_staff(programme: Programme, nodes: dict[str, Node]) -> Staff:
    """Create users without a password (the demonstration logs them in by a button), their roles and the units."""
    members = staff()
    users = _users(members)
    made_units = _units(nodes, members)
    Membership.objects.bulk_create(
        Membership(
            user=users[member.email],
            role=member.role,
            programme=programme,
            node=nodes.get(member.node),
            service_unit=made_units.get(member.unit),
            municipality_id=OBSERVES if member.role == Role.OBSERVER else None,
        )
        for member in members
    )
    by_role: dict[tuple[str, str], User] = {}
    for member in members:
        by_role.setdefault((member.role, member.unit or member.node), users[member.email])
    return Staff(made_units, by_role)


def _users(members: list[StaffMember]) -> dict[str, User]:
    users = {member.email: User(email=member.email, name=member.name) for member in members}
    for user in users.values():
        user.set_unusable_password()
    User.objects.bulk_create(users.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users.values()
    )
    return users


def _units(nodes: dict[str, Node], members: list[StaffMember]) -> dict[str, ServiceUnit]:
    contacts = {member.unit: member for member in members if member.unit}
    made = {}
    for number, unit in enumerate(units()):
        contact = None if unit.key == WITHOUT_CONTACT else contacts[unit.key]
        made[unit.key] = ServiceUnit(
            node=nodes[unit.node],
            municipality_id=unit.municipality_code,
            authority=unit.authority,
            name=unit.name,
            contact_name=contact.name if contact else "",
            contact_email=contact.email if contact else "",
            contact_phone=f"+468465004{40 + number:02}" if contact else "",
        )
    ServiceUnit.objects.bulk_create(made.values())
    return made
