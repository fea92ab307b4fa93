"""Which occasions wait for attendance on Idag, on both sides of each limit (R127)."""

from datetime import timedelta

import pytest

from associations.models import Activity, Occasion
from nodes.actors import Actor
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from placements.models import Attendance
from placements.selectors.today import unmarked_occasions
from placements.services.attendance import fill_in
from tests.factories import ParticipantFactory, ServiceUnitFactory, UserFactory
from tests.placements.factories import PlacementFactory
from vida import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """Somebody with a place in an activity, in whose node the test acts."""
    unit = ServiceUnitFactory()
    with acting_in(node_scope(unit.node_id)):
        yield PlacementFactory(participant=ParticipantFactory(service_unit=unit), state="started")


def occasion(place, *, ended, last_on):
    """One that ended so long ago, of an activity whose last day is so many days from today."""
    last = clock.today() + timedelta(days=last_on)
    Activity.objects.filter(pk=place.activity_id).update(first_on=last - timedelta(days=90), last_on=last)
    Occasion.objects.filter(activity=place.activity_id).delete()
    ends_at = clock.now() - ended
    return Occasion.objects.create(
        node_id=place.node_id,
        activity_id=place.activity_id,
        number=1,
        starts_at=ends_at - timedelta(hours=1),
        ends_at=ends_at,
    )


@pytest.mark.parametrize(
    ("ended", "last_on", "waits"),
    [
        (timedelta(minutes=-1), 0, False),
        (timedelta(minutes=1), 0, True),
        (timedelta(days=13, hours=23), 0, True),
        (timedelta(days=14, hours=1), 0, False),
        (timedelta(days=60), -1, True),
        (timedelta(days=60), -14, True),
        (timedelta(days=60), -42, True),
        (timedelta(days=60), -43, False),
    ],
)
def test_lately_while_it_goes_on_and_all_of_them_when_it_has_ended(place, ended, last_on, waits):
    occasion(place, ended=ended, last_on=last_on)
    assert unmarked_occasions(clock.now()).exists() is waits


def test_what_is_marked_or_called_off_or_without_anybody_waits_no_more(place):
    one = occasion(place, ended=timedelta(days=60), last_on=-20)
    assert list(unmarked_occasions(clock.now())) == [one]
    Occasion.objects.update(cancelled_at=clock.now())
    assert not unmarked_occasions(clock.now())
    Occasion.objects.update(cancelled_at=None)
    by = Actor(UserFactory(), frozenset({Role.COORDINATOR}))
    fill_in(occasion=one, marks={place: Attendance.Mark.PRESENT}, by=by)
    assert not unmarked_occasions(clock.now())
    fill_in(occasion=one, marks={place: ""}, by=by)
    assert list(unmarked_occasions(clock.now())) == [one]
    type(place).objects.update(state="cancelled", ended_on=clock.today())
    assert not unmarked_occasions(clock.now())
