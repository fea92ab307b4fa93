"""Guest places: what the home node remembers of the places that it has opened for another node (R83)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from associations.models.activities import Activity
from nodes.models import Node, User
from nodes.tenancy import TenantForeignKey, TenantModel


@pghistory.track()
class GuestPlaces(TenantModel):
    """How many places of an activity another node has, for what reason, and in which activity of its own.

    The places are taken away from `activity` and stand in the twin, so that each place is counted in one node.
    """

    activity = TenantForeignKey(Activity, related_name="guest_places")
    to_node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    twin = models.BigIntegerField()  # the activity in `to_node`; no key: the wall stands between
    seats = models.PositiveSmallIntegerField()
    reason = models.CharField(_("Varför"), max_length=200)
    opened_at = models.DateTimeField()  # the latest time
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)  # since then, what was unused
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "activity", "to_node"], name="guest_places_once_for_a_node"),
            models.CheckConstraint(condition=~Q(to_node=F("node")), name="guest_places_are_for_another_node"),
            models.CheckConstraint(condition=~Q(reason=""), name="guest_places_have_a_reason"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="guest_places_taken_back_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seats__gt=0) | Q(taken_back_at__isnull=False), name="no_guest_places_were_taken_back"
            ),
        ]
