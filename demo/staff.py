"""Invented staff and the service units that refer people (`staff.toml`)."""

from dataclasses import dataclass

from demo.source import read_toml


@dataclass(frozen=True)
class Unit:
    """A service unit at a municipality or at Arbetsförmedlingen."""

    key: str
    node: str
    municipality_code: str
    name: str
    authority: str  # municipality, employment_service


@dataclass(frozen=True)
class StaffMember:
    """Somebody with one role: in a unit, a node, or (both "") the whole programme."""

    role: str  # codes of nodes.roles.Role
    name: str
    email: str
    node: str = ""
    unit: str = ""  # the unit's key


def units(node: str | None = None) -> list[Unit]:
    """Return all service units, or those of one node."""
    return [Unit(**row) for row in read_toml("staff.toml")["unit"] if node in {None, row["node"]}]


def staff(node: str | None = None) -> list[StaffMember]:
    """Return all staff, or those of one node (then without the programme's own)."""
    made = [StaffMember(**row) for row in read_toml("staff.toml")["person"]]
    return [member for member in made if node in {None, member.node}]
