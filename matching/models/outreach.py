"""Outreach: looking for an association in an interest area where people wait and nothing is to be had (R116)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations.models import Activity, Association
from matching.states import OutreachState
from nodes.models import InterestArea, Municipality, User
from nodes.tenancy import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet


def where_words(area: InterestArea, municipality: Municipality | None) -> str:
    """ "Musik i Solna", "Musik i hela noden"."""
    if municipality is None:
        return gettext("%(area)s i hela noden") % {"area": area.name}
    return gettext("%(area)s i %(place)s") % {"area": area.name, "place": municipality.name}


class OutreachQuerySet(TenantQuerySet):
    """Queries about outreach tasks."""

    def open(self):
        """Those that somebody still works with."""
        return self.filter(state=OutreachState.OPEN)


@pghistory.track()
class OutreachTask(TenantModel):
    """An activity that is looked for: in which interest area and municipality, by whom, and until when (R47, R116).

    It holds numbers of people and no person. It ends when an activity that meets it is approved, or is dropped with a
    reason.
    """

    area = models.ForeignKey(InterestArea, models.PROTECT, related_name="+")  # a leaf, or a group
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", null=True, blank=True)  # or any
    state = models.CharField(max_length=10, choices=OutreachState, default=OutreachState.OPEN)
    waiting_then = models.PositiveIntegerField()  # how many waited for it when the task was made
    note = models.TextField(_("Anteckning"), max_length=1000, blank=True)
    responsible = models.ForeignKey(User, models.PROTECT, related_name="+")
    next_on = models.DateField(_("Nästa steg senast"), null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    end_reason = models.CharField(_("Varför"), max_length=200, blank=True)
    activity = TenantForeignKey(Activity, null=True, blank=True, related_name="outreach")  # that met it

    objects = TenantManager.from_queryset(OutreachQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "area", "municipality"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="one_open_outreach_for_a_gap",
            ),
            models.CheckConstraint(
                condition=Q(state="open", next_on__isnull=False, ended_at__isnull=True, ended_by__isnull=True)
                | Q(~Q(state="open"), next_on__isnull=True, ended_at__isnull=False, ended_by__isnull=False),
                name="outreach_has_a_next_step_or_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state="met", activity__isnull=False) | Q(~Q(state="met"), activity__isnull=True),
                name="met_outreach_has_its_activity",
            ),
            models.CheckConstraint(
                condition=Q(~Q(state="dropped"), end_reason="") | Q(Q(state="dropped"), ~Q(end_reason="")),
                name="dropped_outreach_has_its_reason",
            ),
        ]
        indexes = [models.Index(fields=["node", "state", "next_on"], name="outreach_by_state")]

    def __str__(self):
        return where_words(self.area, self.municipality)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OutreachContact(TenantModel):
    """That an association was asked: when, how, and what it answered (R47, R101)."""

    class How(models.TextChoices):
        PHONE = "phone", _("Telefon")
        MAIL = "mail", _("E-post")
        VISIT = "visit", _("Besök")
        GATHERING = "gathering", _("Träff för föreningar")
        LETTER = "letter", _("Brev eller utskick")

    class Answer(models.TextChoices):
        NONE = "none", _("Inget svar än")
        WILL = "will", _("Ja, vill anmäla en aktivitet")
        MAYBE = "maybe", _("Kanske, hör av dig igen")
        NO = "no", _("Nej")

    task = TenantForeignKey(OutreachTask, models.CASCADE, related_name="contacts")
    association = TenantForeignKey(Association, related_name="outreach")
    contacted_on = models.DateField(_("När"))
    how = models.CharField(_("Hur"), max_length=10, choices=How)
    answer = models.CharField(_("Svar"), max_length=10, choices=Answer, default=Answer.NONE)
    note = models.TextField(_("Anteckning"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["node", "task", "-contacted_on"], name="outreach_contact_by_task"),
            models.Index(fields=["node", "association", "-contacted_on"], name="outreach_contact_by_whom"),
        ]
