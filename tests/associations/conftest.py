"""A node with its public form, and the mails that follow from it."""

import re

import pytest

from nodes.models import OutboxMessage
from nodes.tenancy import acting_in, without_people
from tests.factories import NodeFactory


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


def mails():
    return list(OutboxMessage.objects.order_by("id"))


def link_in(body):
    """The path of the first link in a mail."""
    return "/" + re.search(r"https?://[^/\s]+/(\S+)", body)[1]
