"""People who wait, and activities for them: what the tests of demand against supply are made of."""

from datetime import date, time

from nodes.tenancy import acting_in, without_people
from participants.models import TakenTime
from reporting.selectors.needs import needs_of
from tests.factories import ActivityFactory, AssociationFactory
from tests.reporting.conftest import TODAY

SOLNA, SUNDBYBERG, HUDDINGE = "0184", "0183", "0126"
MONDAY = date(2026, 11, 30)
WEEK = [(weekday, time(8), time(17)) for weekday in range(5)]


def waits(world, *areas, slug="vast", taken=(), **fields):
    """Somebody who waits, with wishes, and times that are taken: weekday, from, until."""
    fields.setdefault("municipality_id", SOLNA if slug == "vast" else HUDDINGE)
    person = world.person(slug, **fields)
    world.form(person, TODAY, areas=areas)
    with world.acting(slug):
        for weekday, starts, ends in taken:
            TakenTime.objects.create(
                node=person.node, service_unit=person.service_unit, participant=person, kind="work",
                weekday=weekday, starts_at=starts, ends_at=ends,
            )  # fmt: skip
    return person


def offers(world, *areas, slug="vast", **fields):
    """An activity that begins on a Monday evening."""
    with world.acting(slug):
        return ActivityFactory(
            association=AssociationFactory(node=world.node(slug)), areas=areas, first_on=fields.pop("first_on", MONDAY),
            **fields,
        )  # fmt: skip


def needs(*nodes, shared=False):
    with acting_in(without_people(*(node.pk for node in nodes))):
        return needs_of(nodes, shared=shared)


def need(found, area, place=None):
    return found.rows.get((area, place))
