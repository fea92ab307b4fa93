"""A node with a unit, a coordinator, a case officer, somebody who waits for football, and football to offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from nodes.actors import Actor
from nodes.models import Node, ServiceUnit
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import SecrecyWaiver
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    InterestFormFactory,
    NodeFactory,
    ParticipantFactory,
    ServiceUnitFactory,
    member,
)
from vida import clock


def waive(participant, **changes: Any) -> SecrecyWaiver:
    """The person waives secrecy towards associations."""
    values = {
        "to_whom": "Föreningar i VIDA",
        "what": "Namn och telefon",
        "purpose": "Delta i en aktivitet",
        "how": SecrecyWaiver.How.WRITTEN,
        "valid_from": clock.today() - timedelta(days=800),
    }
    return SecrecyWaiver.objects.create(
        node_id=participant.node_id,
        service_unit_id=participant.service_unit_id,
        participant=participant,
        recorded_by=participant.registered_by,
        **values | changes,
    )


@dataclass
class Place:
    """One node to act in."""

    node: Node
    unit: ServiceUnit
    coordinator: Actor
    officer: Actor
    made: list = field(default_factory=list)

    def waiting(self, *areas: str, days_ago: int = 0, unit: ServiceUnit | None = None, **person: Any):
        """A form of somebody who may be offered anything."""
        participant = ParticipantFactory(service_unit=unit or self.unit, **person)
        waive(participant)
        asked_on = clock.today() - timedelta(days=days_ago)
        return InterestFormFactory(participant=participant, asked_on=asked_on, areas=list(areas) or ["football"])

    def activity(self, *areas: str, **values: Any):
        """An approved activity in the node."""
        association = AssociationFactory(node=self.node)
        return ActivityFactory(association=association, areas=list(areas) or ["football"], **values)

    @property
    def scope(self):
        """The whole node."""
        return acting_in(node_scope(self.node.pk))


def place(slug: str = "har", node: Node | None = None) -> Place:
    """A node with its people."""
    node = node or NodeFactory(slug=slug, municipalities=["0184", "0186"] if slug == "har" else ["0188"])
    unit = ServiceUnitFactory(node=node, contact_email=f"enhet.{slug}@example.se")
    return Place(
        node,
        unit,
        Actor(member(Role.COORDINATOR, node=node), frozenset({Role.COORDINATOR})),
        Actor(member(Role.CASE_OFFICER, node=node, unit=unit), frozenset({Role.CASE_OFFICER})),
    )


@pytest.fixture
def here(db):
    """A node."""
    return place()


@pytest.fixture
def coordinator(client, here):
    client.force_login(here.coordinator.user)
    return client
