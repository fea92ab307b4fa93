"""Activities (one row is one series of occasions) and their occasions."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from associations.models.associations import Association
from associations.states import ActivityState
from nodes.languages import language_names
from nodes.models import InterestArea, Municipality, Node, User
from nodes.tenancy import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet


class ActivityQuerySet(TenantQuerySet):
    """Activities, narrowed step by step."""

    def own(self):
        """Those of the node itself: the twins in which other nodes have opened guest places are left out."""
        return self.filter(home_node__isnull=True)

    def standing(self):
        """All but the twins whose guest places have all been taken back: nothing is left of those to be full."""
        return self.exclude(home_node__isnull=False, seats=0)

    def offerable(self, on):
        """Approved or running, with a free place and an occasion still to come."""
        return self.filter(
            state__in=[ActivityState.APPROVED, ActivityState.RUNNING], seats_taken__lt=F("seats"), last_on__gte=on
        )


@pghistory.track(exclude=["seats_offered"])  # what was offered stands in the offers' own history
class Activity(TenantModel):
    """What an association offers. It belongs to the association: it can be offered, never ordered (R123)."""

    class ForWhom(models.TextChoices):
        ALL = "all", _("Alla")
        WOMEN = "women", _("Kvinnor")
        MEN = "men", _("Män")

    class Compensation(models.TextChoices):
        NONE = "none", _("Ingen ersättning")
        MONEY = "money", _("Pengar")
        PREMISES = "premises", _("Lokal")
        SPREADING = "spreading", _("Hjälp att sprida information")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("måndag")
        TUESDAY = 1, _("tisdag")
        WEDNESDAY = 2, _("onsdag")
        THURSDAY = 3, _("torsdag")
        FRIDAY = 4, _("fredag")
        SATURDAY = 5, _("lördag")
        SUNDAY = 6, _("söndag")

    association = TenantForeignKey(Association, null=True, blank=True, related_name="activities")
    state = models.CharField(max_length=12, choices=ActivityState, default=ActivityState.DRAFT)
    title = models.CharField(_("Aktivitetens namn"), max_length=120)
    sort_key = models.CharField(max_length=200, db_collation="C", editable=False, default="")
    search_key = models.CharField(max_length=500, editable=False, default="")
    description = models.TextField(_("Beskrivning"), max_length=2000)
    areas = models.ManyToManyField(InterestArea, through="ActivityInterest", related_name="+")
    # when and where
    weekday = models.PositiveSmallIntegerField(_("Veckodag"), choices=Weekday)
    starts_at = models.TimeField(_("Börjar klockan"))
    minutes = models.PositiveSmallIntegerField(_("Längd i minuter"))
    interval_days = models.PositiveSmallIntegerField(_("Dagar mellan tillfällena"), default=7)
    first_on = models.DateField(_("Första tillfället"))
    last_on = models.DateField(_("Sista tillfället"))
    occasions_planned = models.PositiveSmallIntegerField(_("Antal tillfällen"))
    place = models.CharField(_("Plats"), max_length=200)
    address = models.CharField(_("Gatuadress"), max_length=200, blank=True)
    postcode = models.CharField(_("Postnummer"), max_length=5, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    # for whom
    seats = models.PositiveSmallIntegerField(_("Platser"))
    seats_taken = models.PositiveSmallIntegerField(default=0)
    seats_offered = models.PositiveSmallIntegerField(default=0)  # offers that wait for an answer
    for_whom = models.CharField(_("För vem"), max_length=10, choices=ForWhom, default=ForWhom.ALL)
    min_age = models.PositiveSmallIntegerField(_("Lägsta ålder"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("Högsta ålder"), null=True, blank=True)
    children_welcome = models.BooleanField(_("Barn får följa med"), default=False)
    # of which one is needed; none where everybody can take part
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("Språk som behövs"), default=list, blank=True)
    # the framework (R72–R79)
    contact_name = models.CharField(_("Kontaktperson"), max_length=120)
    contact_email = models.EmailField(_("Kontaktpersonens e-post"), blank=True)
    contact_phone = models.CharField(_("Kontaktpersonens telefon"), max_length=20, blank=True)
    within_operation = models.BooleanField(_("Ingår i föreningens vanliga verksamhet"), default=False)
    introduction = models.TextField(_("Introduktion"), max_length=1000, blank=True)
    theory_rules = models.TextField(_("Teori: skrivna och oskrivna regler"), max_length=1000, blank=True)
    theory_organisation = models.TextField(_("Teori: hur föreningen är organiserad"), max_length=1000, blank=True)
    continuing = models.TextField(_("Fortsättning efteråt"), max_length=500, blank=True)
    can_continue = models.BooleanField(_("Deltagaren kan fortsätta efteråt"), default=False)
    unbound = models.BooleanField(_("Religiöst och politiskt obunden"), default=False)
    promotes_language = models.BooleanField(_("Språk"), default=False)
    promotes_health = models.BooleanField(_("Hälsa"), default=False)
    promotes_network = models.BooleanField(_("Nätverk"), default=False)
    framework_version = models.CharField(max_length=10, default="1")
    # what the association would like in return (R90)
    compensation = models.CharField(
        _("Önskad ersättning"), max_length=12, choices=Compensation, default=Compensation.NONE
    )
    compensation_amount = models.PositiveIntegerField(_("Kronor per deltagare"), null=True, blank=True)
    # what the association called itself on the form, until the coordinator has said which one it is
    association_name = models.CharField(_("Föreningens namn"), max_length=200, blank=True)
    association_kind = models.CharField(
        _("Slag"), max_length=30, choices=Association.Kind, default=Association.Kind.ASSOCIATION
    )
    association_number = models.CharField(_("Organisationsnummer"), max_length=10, blank=True)
    no_number_reason = models.CharField(_("Varför numret saknas"), max_length=200, blank=True)
    # what has happened
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision_comment = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.TextField(blank=True)
    # a twin, in which another node has opened guest places: whose, and which (no key: the wall stands between)
    home_node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="+")
    home_activity = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(ActivityQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="places_never_below_zero"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="activity_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="activity_was_submitted"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="activity_was_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "returned", "refused"]) | Q(association__isnull=False),
                name="approved_activity_has_its_association",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="activity_was_cancelled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(home_node__isnull=True, home_activity__isnull=True)
                | Q(home_node__isnull=False, home_activity__isnull=False),
                name="twin_knows_its_home",
            ),
            models.CheckConstraint(
                condition=Q(home_node__isnull=True) | ~Q(home_node=F("node")), name="twin_is_in_another_node"
            ),
            models.CheckConstraint(
                condition=Q(home_node__isnull=True) | ~Q(state__in=["draft", "submitted", "returned", "refused"]),
                name="twin_was_approved_at_home",
            ),
            models.UniqueConstraint(
                fields=["node", "home_node", "home_activity"],
                condition=Q(home_node__isnull=False),
                name="one_twin_in_a_node",
            ),
        ]
        indexes = [
            models.Index(fields=["node", "state", "first_on"], name="activity_by_state"),
            models.Index(fields=["node", "association"], name="activity_by_association"),
        ]

    def __str__(self):
        return self.title

    @property
    def owner_name(self) -> str:
        """The association's name: the known one, else what was written on the form."""
        return self.association.name if self.association else self.association_name

    @property
    def promotes(self) -> list[str]:
        """Which of language, health and network the activity is said to promote (R2, R79)."""
        return [name for name in ("language", "health", "network") if getattr(self, f"promotes_{name}")]

    @property
    def language_names(self) -> list[str]:
        """The names of the languages of which one is needed."""
        return language_names(self.languages)

    @property
    def seats_free(self) -> int:
        """Places left; never below zero (R115)."""
        return self.seats - self.seats_taken

    @property
    def seats_held(self) -> int:
        """How many of the free places have been offered to somebody who has not answered."""
        return min(self.seats_offered, self.seats_free)


class ActivityInterest(TenantModel):
    """An interest area that an activity belongs to."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="interests")
    area = models.ForeignKey(InterestArea, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "activity", "area"], name="activity_area_once")]
        indexes = [models.Index(fields=["node", "area"], name="activity_by_area")]


class Occasion(TenantModel):
    """One time that the activity meets (never "session": that is the log-in)."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="occasions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)  # "Ingen träff 6 januari: trettondedag jul"
    cancelled_at = models.DateTimeField(null=True, blank=True)
    marked = models.BooleanField(default=False)  # attendance is filled in; kept by the service that writes it (R127)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["node", "activity", "number"], name="occasion_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occasion_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["node", "starts_at"], name="occasion_by_time"),
            models.Index(fields=["node", "activity", "ends_at"], condition=Q(marked=False), name="occasion_unmarked"),
        ]
