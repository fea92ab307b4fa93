"""Guest places: one node opens some of an activity for its neighbour."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import F

from associations.models import Activity
from associations.services.guests import open_places
from associations.states import ActivityState
from nodes.actors import Actor
from nodes.models import Node, User
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope

HOME: Final = "stockholm"
GUEST: Final = "vast"
SEATS: Final = 3
REASON: Final = "Ligger nära gränsen, och där finns inget liknande."


def create_guest_places(nodes: dict[str, Node], today: date, *, coordinator: User) -> None:
    """Open places of the first activity ahead that has some to spare, and none that the other node has as well."""
    home, guest = nodes[HOME], nodes[GUEST]
    with acting_in(node_scope(guest.pk)):
        known = set(Activity.objects.filter(last_on__gte=today).values_list("title", flat=True))
    with acting_in(node_scope(home.pk)):
        ahead = Activity.objects.filter(state=ActivityState.APPROVED, first_on__gt=today).exclude(title__in=known)
        spare = ahead.filter(seats__gte=F("seats_taken") + F("seats_offered") + SEATS)
        if found := spare.order_by("first_on", "id").first():
            by = Actor(coordinator, frozenset({Role.COORDINATOR}))
            open_places(activity=found, to_node=guest, seats=SEATS, reason=REASON, by=by)
