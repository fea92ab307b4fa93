"""A node with a unit and a person in it, one of protected identity, and the node's scope."""

from datetime import date

import pytest

from nodes.tenancy import acting_in, node_scope
from tests.factories import InterestFormFactory, NodeFactory, ParticipantFactory, ServiceUnitFactory


@pytest.fixture
def node():
    return NodeFactory(slug="vast", municipalities=["0184", "0183"])


@pytest.fixture
def unit(node):
    return ServiceUnitFactory(node=node)


@pytest.fixture
def inside(node):
    """Act in the node, for making and reading rows."""
    return lambda: acting_in(node_scope(node.pk))


@pytest.fixture
def person(unit, inside):
    with inside():
        return ParticipantFactory(service_unit=unit)


@pytest.fixture
def hidden(unit, inside):
    with inside():
        person = ParticipantFactory(
            service_unit=unit, given_name="Hemlig", family_name="Person", protection="registration",
            protection_since=date(2025, 1, 1), municipality_id="0183",
        )  # fmt: skip
        InterestFormFactory(participant=person)
    return person
