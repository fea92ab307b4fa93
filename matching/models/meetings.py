"""What was tapped at a matching meeting, so that a tap that comes twice is done once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models.offers import Offer
from nodes.models import User
from nodes.tenancy import PersonalModel, TenantForeignKey
from participants.models import InformationMeeting


class MeetingTap(PersonalModel):
    """One press of a button at a matching meeting (R112, R118). `key` is the device's own: the same key is one tap."""

    class Event(models.TextChoices):
        OFFER = "offer", _("Erbjud")
        YES = "yes", _("Ja")
        NO = "no", _("Nej")
        TAKE_BACK = "take_back", _("Ta tillbaka")
        UNDO = "undo", _("Ångra")

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="+")
    meeting = TenantForeignKey(InformationMeeting, models.CASCADE, related_name="taps")
    key = models.UUIDField()
    event = models.CharField(max_length=10, choices=Event)
    offer = TenantForeignKey(Offer, related_name="taps")
    undoes = TenantForeignKey("self", null=True, blank=True, related_name="undone_by")
    tapped_at = models.DateTimeField()
    tapped_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "key"], name="one_tap_for_a_key"),
            models.UniqueConstraint(
                fields=["node", "undoes"], condition=Q(undoes__isnull=False), name="tap_undone_once"
            ),
            models.CheckConstraint(
                condition=Q(event="undo", undoes__isnull=False) | (~Q(event="undo") & Q(undoes__isnull=True)),
                name="undo_names_the_tap",
            ),
        ]
        indexes = [models.Index(fields=["node", "meeting", "-id"], name="tap_by_meeting")]
