"""What follows a yes: every event from every state by every role, and what it does to the seats."""

from datetime import timedelta

import pytest

from nodes.actors import THE_SYSTEM, Actor
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from placements.models import Placement
from placements.services import placements as services
from placements.states import PLACEMENT, PlacementState
from tests.factories import ActivityFactory, AssociationFactory, ParticipantFactory, ServiceUnitFactory, UserFactory
from tests.placements.factories import PlacementFactory
from vida import clock
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db

S = PlacementState
DO = {
    "enter_plan": lambda placement, by: services.enter_plan(placement=placement, on=clock.today(), by=by),
    "cancel": lambda placement, by: services.cancel(placement=placement, by=by, reason="Flyttat"),
    "drop_out": lambda placement, by: services.drop_out(placement=placement, by=by, reason="Fått arbete"),
    "interrupt": lambda placement, by: services.interrupt(placement=placement, by=by, reason="Inställd"),
    "complete": lambda placement, by: services.complete(placement=placement, by=by),
}
ROLES = [*Role, "system", "public"]


@pytest.fixture
def participant():
    """A person, and the test acts in the person's node."""
    unit = ServiceUnitFactory()
    with acting_in(node_scope(unit.node_id)):
        yield ParticipantFactory(service_unit=unit)


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("event", list(DO))
def test_every_event_from_every_state_by_every_role(participant, state, event):
    user = UserFactory()
    for role in ROLES:
        placement = PlacementFactory(participant=participant, state=state)
        by = THE_SYSTEM if role == "system" else Actor(user, frozenset({role}))
        try:
            target = PLACEMENT.to(event, state, role)
        except NotAllowed:
            if PLACEMENT.holds(event, state):
                assert DO[event](placement, by).state == state
                continue
            with pytest.raises(NotAllowed):
                DO[event](placement, by)
            placement.refresh_from_db()
            assert placement.state == state
        else:
            assert DO[event](placement, by).state == target


def test_a_place_that_ends_early_is_free_again(participant):
    activity = ActivityFactory(association=AssociationFactory(node=participant.node), seats=3, seats_taken=2)
    coordinator = Actor(UserFactory(), frozenset({Role.COORDINATOR}))
    first = PlacementFactory(participant=participant, activity=activity, state=S.IN_PLAN)
    services.cancel(placement=first, by=coordinator, reason="")
    services.cancel(placement=first, by=coordinator, reason="")
    activity.refresh_from_db()
    assert activity.seats_taken == 1
    second = PlacementFactory(participant=participant, activity=activity, state=S.STARTED)
    services.drop_out(placement=second, by=coordinator, reason="")
    activity.refresh_from_db()
    assert activity.seats_taken == 0


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (-400, True), (1, False)])
def test_the_plan_entry_is_today_or_earlier(participant, days, allowed):
    placement = PlacementFactory(participant=participant)
    by = Actor(UserFactory(), frozenset({Role.CASE_OFFICER}))
    day = clock.today() + timedelta(days=days)
    if allowed:
        assert services.enter_plan(placement=placement, on=day, by=by).plan_entered_on == day
    else:
        with pytest.raises(services.Refused):
            services.enter_plan(placement=placement, on=day, by=by)
        assert Placement.objects.get(pk=placement.pk).plan_entered_on is None
