"""Offers: where an interest and an activity meet."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from associations.models import Activity
from matching.states import OfferState
from nodes.models import User
from nodes.tenancy import PersonalModel, TenantForeignKey, TenantManager, TenantQuerySet
from participants.models import InterestForm
from placements.models import Placement


class OfferQuerySet(TenantQuerySet):
    """Queries about offers."""

    def open(self):
        """Given, and not yet answered."""
        return self.filter(state=OfferState.GIVEN)


@pghistory.track()
class Offer(PersonalModel):
    """An activity offered to a person: by whom, how and when, and what the person answered (R68, R117–R120)."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("Telefon")
        MEETING = "meeting", _("Möte")
        MATCHING_MEETING = "matching_meeting", _("Matchningsmöte")
        LETTER = "letter", _("Brev")
        MAIL = "mail", _("E-post")
        SMS = "sms", _("SMS")

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="offers")
    form = TenantForeignKey(InterestForm, related_name="offers")
    activity = TenantForeignKey(Activity, related_name="offers")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.GIVEN)
    # copied from the form when the offer is given, so that the figures of a round stay though the clock restarts
    round = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    rank = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 is the first choice; none: outside the wishes
    given_at = models.DateTimeField()
    given_on = models.DateField()  # the local day of given_at, which the figures count from
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    channel = models.CharField(_("Hur"), max_length=20, choices=Channel)
    aside_reason = models.CharField(_("Varför ändå"), max_length=200, blank=True)  # a rule stood in the way
    reply_by = models.DateField(_("Svar senast"))
    reply_reminded_at = models.DateTimeField(null=True, blank=True)  # before the day, and
    reply_flagged_at = models.DateTimeField(null=True, blank=True)  # after it: once each for each day to reply by
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)  # who wrote it down
    answer_channel = models.CharField(max_length=20, choices=Channel, blank=True)
    answer_reason = models.CharField(_("Varför"), max_length=200, blank=True)
    wants_new_offer = models.BooleanField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # withdrawn or expired
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    placement = TenantForeignKey(Placement, null=True, blank=True, related_name="offers")

    objects = TenantManager.from_queryset(OfferQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "form"], condition=Q(state="given"), name="one_open_offer_for_a_form"
            ),
            models.CheckConstraint(condition=Q(given_on__gte=F("asked_on")), name="offer_after_asked"),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "declined"], answered_at__isnull=False, answered_by__isnull=False)
                | (~Q(state__in=["accepted", "declined"]) & Q(answered_at__isnull=True, answered_by__isnull=True)),
                name="answer_has_its_time_and_author",
            ),
            models.CheckConstraint(
                condition=Q(answer_channel="") | Q(answered_at__isnull=False), name="only_an_answer_has_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", placement__isnull=False)
                | (~Q(state="accepted") & Q(placement__isnull=True)),
                name="accepted_offer_has_its_placement",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["expired", "withdrawn"], ended_at__isnull=False)
                | (~Q(state__in=["expired", "withdrawn"]) & Q(ended_at__isnull=True)),
                name="ended_offer_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["node", "state", "reply_by"], name="offer_by_state"),
            models.Index(fields=["node", "participant"], name="offer_to"),
            models.Index(fields=["node", "activity"], name="offer_of"),
            models.Index(fields=["node", "-given_at", "id"], name="offer_by_time"),
            models.Index(fields=["node", "given_on"], name="offer_by_day"),
        ]
