"""A matching meeting today in the site's own database: three who wait for football, one protected, and five to offer.

Run inside the site by `manage.py shell`, since nobody can register two weeks ago through a page.
"""

from __future__ import annotations

from nodes.actors import Actor
from nodes.models import Node, ServiceUnit, User
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import InformationMeeting
from tests.factories import ActivityFactory, AssociationFactory
from tests.matching.conftest import Place
from tests.matching.meetings import guest_at, meeting_in
from vida import clock

NAMES = ("Aster", "Berhane", "Dawit")
ACTIVITIES = 5


def make(title: str) -> None:
    """A meeting of that name in the node vast; those of the journeys before are over, so that Idag has room for it."""
    node = Node.objects.get(slug="vast")
    coordinator = Actor(User.objects.get(email="jonas.wallin@demo.example.se"), frozenset({Role.COORDINATOR}))
    unit = ServiceUnit.objects.filter(node=node).order_by("id").first()
    place = Place(node, unit, coordinator, coordinator)
    with acting_in(node_scope(node.pk)):
        InformationMeeting.objects.filter(title__startswith="Boll").update(matching_on=None)
        association = AssociationFactory(node=node, name=f"Bollklubben {title}")
        for number in range(ACTIVITIES):
            ActivityFactory(
                association=association, title=f"{title} {number}", areas=["football"], decided_by=coordinator.user
            )
        meeting = meeting_in(place, title=title)
        hidden = {"protection": "marking", "protection_since": clock.today()}
        from_the_right = {"interpreter_language": "ckb"}
        others = [(name, {}) for name in NAMES[1:]]
        for name, more in [(NAMES[0], from_the_right), *others, ("Hemlig", hidden)]:
            called = {"given_name": name, "family_name": title}  # to be found by in a list of many meetings' people
            form = place.waiting(days_ago=14, registered_by=coordinator.user, **called, **more)
            guest_at(meeting, form, place)
