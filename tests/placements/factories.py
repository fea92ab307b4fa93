"""Placements in any state, with the dates that the state asks for."""

import factory

from placements.models import Placement
from placements.states import PlacementState
from tests.factories import ActivityFactory, AssociationFactory, DjangoModelFactory
from vida import clock

PLANNED = {PlacementState.IN_PLAN}
BEGUN = {PlacementState.STARTED, PlacementState.COMPLETED, PlacementState.DROPPED_OUT, PlacementState.INTERRUPTED}
OVER = {PlacementState.COMPLETED, PlacementState.DROPPED_OUT, PlacementState.INTERRUPTED, PlacementState.CANCELLED}


def _when(*states):
    return factory.LazyAttribute(lambda o: clock.today() if o.state in set().union(*states) else None)


class PlacementFactory(DjangoModelFactory):
    """Give `participant=`."""

    class Meta:
        model = Placement

    node = factory.SelfAttribute("participant.node")
    service_unit = factory.SelfAttribute("participant.service_unit")
    activity = factory.LazyAttribute(lambda o: ActivityFactory(association=AssociationFactory(node=o.participant.node)))
    state = PlacementState.AGREED
    agreed_on = factory.LazyFunction(clock.today)
    agreed_by = factory.SelfAttribute("participant.registered_by")
    plan_entered_on = _when(PLANNED)
    plan_entered_by = factory.LazyAttribute(lambda o: o.participant.registered_by if o.plan_entered_on else None)
    started_on = _when(BEGUN)
    ended_on = _when(OVER)
