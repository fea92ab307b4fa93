"""What follows a yes: the place in an activity, the plan entry and the attendance."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models import Activity, Occasion
from nodes.models import User
from nodes.tenancy import PersonalModel, TenantForeignKey, TenantManager, TenantQuerySet
from placements.states import PlacementState

ENDED_EARLY = [PlacementState.CANCELLED, PlacementState.DROPPED_OUT, PlacementState.INTERRUPTED]
ENDED = [PlacementState.COMPLETED, *ENDED_EARLY]


class PlacementQuerySet(TenantQuerySet):
    """What placements are looked for by."""

    def holding_a_seat(self):
        """Those that are held or have been held to the end."""
        return self.exclude(state__in=ENDED_EARLY)

    def without_plan_entry(self):
        return self.filter(state=PlacementState.AGREED)


@pghistory.track()
class Placement(PersonalModel):
    """A participant's place in an activity."""

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="placements")
    activity = TenantForeignKey(Activity, related_name="placements")
    state = models.CharField(max_length=12, choices=PlacementState, default=PlacementState.AGREED)
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # the entry in the plan, which also insures (R63, R81, R119)
    plan_kind = models.CharField(max_length=16, blank=True)
    plan_entered_on = models.DateField(_("Inskriven i planen den"), null=True, blank=True)
    plan_entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = TenantManager.from_queryset(PlacementQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "participant", "activity"],
                condition=~Q(state="cancelled"),
                name="one_place_in_an_activity",
            ),
            models.CheckConstraint(
                condition=Q(plan_entered_on__isnull=True, plan_entered_by__isnull=True)
                | Q(plan_entered_on__isnull=False, plan_entered_by__isnull=False),
                name="plan_entry_has_its_author",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_plan") | Q(plan_entered_on__isnull=False), name="in_plan_has_its_date"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["started", "completed", "interrupted"]) | Q(started_on__isnull=False),
                name="started_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_on__isnull=False) | (~Q(state__in=ENDED) & Q(ended_on__isnull=True)),
                name="ended_placement_has_its_date",
            ),
        ]
        indexes = [
            models.Index(fields=["node", "activity"], name="placement_in_activity"),
            models.Index(fields=["node", "participant"], name="placement_of"),
            models.Index(
                fields=["node", "agreed_on", "id"],
                name="placement_unplanned",
                condition=Q(plan_entered_on__isnull=True),
            ),
            models.Index(fields=["node", "state", "agreed_on"], name="placement_by_state"),
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Attendance(PersonalModel):
    """Whether a participant came to an occasion (R127)."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Närvarande")
        ABSENT_NOTIFIED = "absent_notified", _("Frånvarande, har meddelat")
        ABSENT = "absent", _("Frånvarande")

    placement = TenantForeignKey(Placement, related_name="attendance")
    occasion = TenantForeignKey(Occasion, related_name="attendance")
    mark = models.CharField(max_length=16, choices=Mark)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "placement", "occasion"], name="one_mark_an_occasion")]
        indexes = [models.Index(fields=["node", "occasion"], name="attendance_at_occasion")]
