"""A node with its public form and its coordinator, and the mails that follow."""

import re

import pytest

from associations.models import Activity, Association
from nodes.models import OutboxMessage
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from tests.factories import ActivityFactory, AssociationFactory, NodeFactory
from tests.guests import neighbours


@pytest.fixture
def node(db):
    return NodeFactory(slug="vast", name="VIDA Väst", email="vast@example.se", municipalities=["0184", "0183"])


@pytest.fixture(autouse=True)
def _fresh_limits(fresh_limits):
    """Each test here begins with none of the rate limits used."""


@pytest.fixture
def inside(node):
    """What the node's associations see, without any participant."""
    with acting_in(without_people(node.pk)):
        yield node


@pytest.fixture
def coordinator(signed_in, node):
    """Somebody logged in who decides."""
    return signed_in(Role.COORDINATOR, node)


@pytest.fixture
def association(node):
    """One that is known."""
    return AssociationFactory(node=node, name="Solna Bollklubb", organisation_number="8020024280")


def submitted(node, **values):
    """An activity that waits for a decision; its association is not known yet."""
    values = {
        "association_name": "Solna Bollklubb",
        "association_number": "8020024280",
        "contact_email": "bjorn@example.se",
        **values,
    }
    row = ActivityFactory(association=AssociationFactory(node=node), state="submitted", **values)
    Association.objects.filter(pk=row.association_id).update(name="Helt annan", sort_key="helt annan")
    Activity.objects.filter(pk=row.pk).update(association=None)
    return row


def mails():
    return list(OutboxMessage.objects.order_by("id"))


def link_in(body):
    """The path of the first link in a mail."""
    return "/" + re.search(r"https?://[^/\s]+/(\S+)", body)[1]


@pytest.fixture
def two():
    """Two neighbouring nodes, and football in the one."""
    return neighbours()
