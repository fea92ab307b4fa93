"""A node with its public form, and what a person would type on it."""

import re
from datetime import timedelta

import pytest

from nodes.models import OutboxMessage
from nodes.tenancy import acting_in, without_people
from tests.factories import NodeFactory
from vida import clock


@pytest.fixture
def node(db):
    return NodeFactory(slug="vast", name="VIDA Väst", email="vast@example.se", municipalities=["0184", "0183"])


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Rate limits are counted in Valkey: each test begins with none used."""
    from associations.rate_limits import _limiter  # noqa: PLC0415 - only tests reach into it

    _limiter().storage.reset()


@pytest.fixture
def inside(node):
    """What the node's associations see, without any participant."""
    with acting_in(without_people(node.pk)):
        yield node


def next_weekday(weekday, weeks=2):
    """A date of that weekday at least `weeks` weeks ahead, far from today."""
    day = clock.today() + timedelta(weeks=weeks)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


@pytest.fixture
def typed():
    """A whole form that holds, as a browser sends it."""
    first = next_weekday(1)
    return {
        "association_name": "Solna Bollklubb",
        "association_kind": "association",
        "association_number": "802002-4280",
        "no_number_reason": "",
        "contact_name": "Björn Berg",
        "contact_email": "bjorn@example.se",
        "contact_phone": "070-174 06 05",
        "title": "Fotboll för alla",
        "description": "Vi spelar för att det är roligt.",
        "areas": ["football"],
        "interval_days": "7",
        "weekday": "1",
        "starts_at": "18:00",
        "minutes": "90",
        "first_on": first.isoformat(),
        "occasions_planned": "8",
        "place": "Solna bollhall",
        "address": "",
        "postcode": "169 56",
        "municipality": "0184",
        "seats": "10",
        "for_whom": "all",
        "min_age": "",
        "max_age": "",
        "children_welcome": "on",
        "languages": ["sv", "ar"],
        "introduction": "Vi möter vid ingången och visar runt.",
        "theory_rules": "Vi berättar om reglerna på planen.",
        "theory_organisation": "Styrelsen berättar hur föreningen styrs.",
        "can_continue": "yes",
        "continuing": "Medlem för 200 kronor om året.",
        "promotes": ["language", "network"],
        "within_operation": "on",
        "unbound": "on",
        "compensation": "money",
        "compensation_amount": "500",
        "website": "",
    }


def mails():
    return list(OutboxMessage.objects.order_by("id"))


def link_in(body):
    """The path of the first link in a mail."""
    return "/" + re.search(r"https?://[^/\s]+/(\S+)", body)[1]
