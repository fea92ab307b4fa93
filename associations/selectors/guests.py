"""The places of an activity that other nodes have."""

from __future__ import annotations

from django.db.models import QuerySet

from associations.models import Activity, GuestPlaces
from nodes.models import Node
from nodes.tenancy import acting_between


def opened_in(activity: Activity) -> QuerySet[GuestPlaces]:
    """What has been opened for which node, in the nodes' order; what was taken back in whole is not there."""
    rows = GuestPlaces.objects.filter(activity=activity, seats__gt=0).select_related("to_node", "opened_by")
    return rows.order_by("to_node__name", "id")


def neighbours(node: Node) -> QuerySet[Node]:
    """The other nodes of the programme."""
    return Node.objects.filter(programme_id=node.programme_id).exclude(pk=node.pk).order_by("name")


def unused(places: GuestPlaces) -> int:
    """How many of the places nobody in the other node has or has been offered: a number, seen by the system."""
    with acting_between(places.node_id, places.to_node_id, why="guest places: count"):
        twin = Activity.objects.get(pk=places.twin)
        return twin.seats_free - twin.seats_held
