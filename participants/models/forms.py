"""Interest forms: what a person wants to do, and since when the clock runs."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nodes.models import InterestArea, Municipality, User
from nodes.tenancy import PersonalModel, TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from participants.states import OPEN_FORM, FormState


class InformationMeeting(TenantModel):
    """Where a group hears of VIDA; the matching meeting comes two weeks later (R71, R112)."""

    title = models.CharField(_("Namn"), max_length=120)
    held_on = models.DateField(_("Datum"))
    starts_at = models.TimeField(_("Tid"), null=True, blank=True)
    place = models.CharField(_("Plats"), max_length=200, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", null=True, blank=True)
    matching_on = models.DateField(_("Matchningsmöte"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["node", "-held_on"], name="meeting_by_day")]

    def __str__(self):
        return self.title


class MeetingGuest(PersonalModel):
    """A participant at an information meeting, and that the person has understood what VIDA is (R71)."""

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="meetings")
    meeting = TenantForeignKey(InformationMeeting, models.CASCADE, related_name="guests")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    understood_at = models.DateTimeField(null=True, blank=True)
    understood_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "meeting", "participant"], name="guest_once"),
            models.CheckConstraint(
                condition=Q(understood_at__isnull=True, understood_by__isnull=True)
                | Q(understood_at__isnull=False, understood_by__isnull=False),
                name="understood_according_to_somebody",
            ),
        ]


class InterestFormQuerySet(TenantQuerySet):
    """Chainable questions about interest forms."""

    def open(self):
        """Those that still wait for an activity."""
        return self.filter(state__in=OPEN_FORM)

    def waiting(self):
        """Those without an offer to answer."""
        return self.filter(state=FormState.WAITING)

    def due_by(self, day):
        """Waiting forms whose day is `day` or earlier."""
        return self.waiting().filter(due_on__lte=day)


@pghistory.track()
class InterestForm(PersonalModel):
    """Up to three ranked interest areas and the day the person was asked, from which the 14 days run (R111, R117)."""

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="forms")
    state = models.CharField(max_length=10, choices=FormState, default=FormState.WAITING)
    round = models.PositiveSmallIntegerField(default=1)
    asked_on = models.DateField(_("Tillfrågad den"))  # of this round: the clock restarts after a no (R120)
    due_on = models.DateField()
    meeting = TenantForeignKey(InformationMeeting, null=True, blank=True, related_name="forms")
    areas = models.ManyToManyField(InterestArea, through="InterestChoice", related_name="+")
    free_text = models.CharField(_("Med egna ord"), max_length=500, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approaching_flagged_at = models.DateTimeField(null=True, blank=True)  # once for each round
    late_flagged_at = models.DateTimeField(null=True, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True)

    objects = TenantManager.from_queryset(InterestFormQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=models.F("asked_on")), name="form_due_after_asked"),
            models.CheckConstraint(
                condition=Q(state="matched", matched_at__isnull=False)
                | (~Q(state="matched") & Q(matched_at__isnull=True)),
                name="matched_form_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="closed_form_was_closed_by_somebody",
            ),
            # What is held to this by its four columns (a round's proposals) is held to the person as well.
            models.UniqueConstraint(
                fields=["node", "id", "participant", "service_unit"], name="form_of_its_participant"
            ),
            models.UniqueConstraint(
                fields=["node", "participant"],
                include=["state", "due_on", "service_unit"],
                condition=Q(state__in=["waiting", "offered"]),
                name="one_open_form_each",
            ),
        ]
        indexes = [
            models.Index(fields=["node", "state", "due_on", "id"], name="form_by_clock"),
            models.Index(fields=["node", "participant"], include=["state", "service_unit"], name="form_of"),
            models.Index(fields=["node", "asked_on"], name="form_by_asked"),
        ]


class InterestChoice(PersonalModel):
    """One of the ranked wishes: 1 is the first."""

    form = TenantForeignKey(InterestForm, models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField()
    area = models.ForeignKey(InterestArea, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["node", "form", "rank"], name="one_choice_of_each_rank"),
            models.UniqueConstraint(fields=["node", "form", "area"], name="area_chosen_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=3), name="three_choices_at_most"),
        ]
        indexes = [models.Index(fields=["node", "area"], name="choice_by_area")]
