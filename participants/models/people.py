"""Participants and what is known of them."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nodes.models import Municipality, ServiceUnit, User
from nodes.reference import municipalities
from nodes.tenancy import PersonalModel, TenantForeignKey, TenantManager, TenantModel, TenantQuerySet, current_scope
from vida.fields import EncryptedTextField

LISTED = Q(protection="", withdrawn_at__isnull=True)


class ParticipantQuerySet(TenantQuerySet):
    """Chainable questions about participants."""

    def current(self):
        """Those who have not left."""
        return self.filter(withdrawn_at__isnull=True)

    def open_to_all(self):
        """Without those whose identity is protected: what lists, searches and exports start from (facts § 4.3)."""
        return self.filter(protection="")

    def in_sight(self):
        """Those of the units that we act for. The wall hides the others anyway; said here, an index can serve it."""
        scope = current_scope()
        return self if scope is None or scope.units is None else self.filter(service_unit__in=scope.units)


@pghistory.track()
class Participant(TenantModel):
    """A person who takes part. One word is a name; a birth date may be a guess; the identity number is optional."""

    class Sex(models.TextChoices):
        WOMAN = "woman", _("Kvinna")
        MAN = "man", _("Man")
        NON_BINARY = "non_binary", _("Icke-binär")

    class Protection(models.TextChoices):
        MARKING = "marking", _("Sekretessmarkering")
        REGISTRATION = "registration", _("Skyddad folkbokföring")

    class IdentityKind(models.TextChoices):
        PERSONAL = "personal", _("Personnummer")
        COORDINATION = "coordination", _("Samordningsnummer")
        LMA = "lma", _("LMA-nummer")

    class PermitClass(models.TextChoices):
        REFUGEE = "refugee", _("Flyktingstatus")
        SUBSIDIARY = "subsidiary", _("Alternativt skyddsbehövande")
        OTHER_PROTECTION = "other_protection", _("Övrig skyddsbehövande")
        QUOTA = "quota", _("Kvotflykting")
        DISTRESS = "distress", _("Synnerligen eller särskilt ömmande omständigheter")
        IMPEDIMENT = "impediment", _("Verkställighetshinder")
        FAMILY_OF_PROTECTED = "family_of_protected", _("Anhörig till skyddsbehövande")
        UPPER_SECONDARY = "upper_secondary", _("Gymnasielagen")
        TEMPORARY_PROTECTION = "temporary_protection", _("Tillfälligt skydd (massflyktsdirektivet)")
        FAMILY = "family", _("Anknytning")
        WORK = "work", _("Arbete")
        STUDIES = "studies", _("Studier")
        LONG_TERM = "long_term", _("Varaktigt bosatt")

    class PlanKind(models.TextChoices):
        ESTABLISHMENT = "establishment", _("Etableringsplan (Arbetsförmedlingen)")
        MUNICIPAL = "municipal", _("Kommunal handlingsplan")
        OTHER = "other", _("Annan plan")

    class Route(models.TextChoices):
        ESTABLISHMENT = "establishment", _("I etableringsprogrammet")
        LONGER_STAY = "longer_stay", _("Längre tid i kommunen, utanför etableringen")
        YOUTH = "youth", _("Ung utan föräldrar i Sverige")

    service_unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="+", db_index=False)
    case_officer = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    # who
    given_name = models.CharField(_("Förnamn"), max_length=100, blank=True)
    family_name = models.CharField(_("Efternamn"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=300, db_collation="C", editable=False)
    search_key = models.CharField(max_length=300, editable=False)
    date_of_birth = models.DateField(_("Födelsedatum"))
    sex = models.CharField(_("Kön"), max_length=10, choices=Sex)
    identity_kind = models.CharField(max_length=12, choices=IdentityKind, blank=True)
    identity_number = EncryptedTextField(_("Identitetsnummer"), null=True, blank=True)
    identity_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    protection = models.CharField(_("Skyddade personuppgifter"), max_length=12, choices=Protection, blank=True)
    protection_since = models.DateField(null=True, blank=True)
    # where, and how to reach
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    postcode = models.CharField(_("Postnummer"), max_length=5, blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    email = models.EmailField(_("E-post"), blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    interpreter_language = models.CharField(_("Tolk på"), max_length=8, blank=True)
    # the right to take part (R54–R58)
    citizenships = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    route = models.CharField(_("Väg in"), max_length=16, choices=Route, default=Route.ESTABLISHMENT)
    permit_class = models.CharField(_("Uppehållstillstånd"), max_length=24, choices=PermitClass, blank=True)
    permit_permanent = models.BooleanField(_("Permanent"), default=False)
    permit_from = models.DateField(_("Tillstånd från"), null=True, blank=True)
    permit_until = models.DateField(_("Tillstånd till"), null=True, blank=True)
    # the plan (R63)
    plan_kind = models.CharField(_("Plan"), max_length=16, choices=PlanKind, default=PlanKind.ESTABLISHMENT)
    # what makes an activity fit
    children_to_bring = models.PositiveSmallIntegerField(_("Barn som behöver följa med"), default=0)
    max_travel_minutes = models.PositiveSmallIntegerField(_("Längsta resväg i minuter"), null=True, blank=True)
    adaptation = models.TextField(_("Anpassning: vad vi ska göra"), max_length=500, blank=True)
    # what has happened
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    objects = TenantManager.from_queryset(ParticipantQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name="") | ~Q(family_name=""), name="participant_has_one_name_at_least"
            ),
            models.CheckConstraint(
                condition=Q(identity_kind="", identity_index="") | (~Q(identity_kind="") & ~Q(identity_index="")),
                name="identity_number_has_its_kind_and_index",
            ),
            models.CheckConstraint(
                condition=Q(protection="") | Q(protection_since__isnull=False), name="protection_has_its_date"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(permit_until__isnull=True)
                | Q(permit_from__isnull=True)
                | Q(permit_until__gte=F("permit_from")),
                name="permit_ends_after_it_starts",
            ),
        ]
        indexes = [
            # With all that the list's count, search and filters look at: they read the index, not the wide rows. What
            # it leaves out is asked of no row; under the wall it would be, before the name (`LIKE` may leak).
            models.Index(
                fields=["node", "sort_key", "id"],
                include=["search_key", "service_unit", "municipality"],
                name="participant_sorted",
                condition=LISTED,
            ),
            models.Index(
                fields=["node", "sort_key", "id"],
                include=["search_key", "service_unit", "municipality"],
                name="participant_left",
                condition=Q(protection="", withdrawn_at__isnull=False),
            ),
            # Small, for counting those whom the list shows.
            models.Index(
                fields=["node", "municipality", "service_unit"],
                name="participant_listed",
                condition=LISTED,
            ),
            models.Index(fields=["node", "service_unit", "sort_key"], name="participant_of_unit"),
            models.Index(fields=["node", "municipality", "sort_key"], name="participant_of_municipality"),
            models.Index(fields=["node", "-registered_at"], name="participant_by_time"),
            models.Index(
                fields=["node", "identity_index"], name="participant_identity", condition=~Q(identity_index="")
            ),
            models.Index(fields=["node", "date_of_birth"], name="participant_born"),
            models.Index(fields=["node", "phone"], name="participant_phone", condition=~Q(phone="")),
            models.Index(
                fields=["node", "service_unit", "withdrawn_at"],
                name="participant_protected",
                condition=~Q(protection=""),
            ),
        ]

    def __str__(self):
        # Never the name: this ends up in logs, and a protected person must not be there.
        return f"Participant {self.pk}"

    @property
    def full_name(self) -> str:
        """The name as written; one word is enough."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def municipality_name(self) -> str:
        """The name of the municipality, from the code list: "Solna"."""
        return municipalities()[self.municipality_id].short_name


@pghistory.track()
class EligibilityCheck(PersonalModel):
    """The answer to "may this person take part?": the rules that settled it, and how it was proved (R54–R58)."""

    class Answer(models.TextChoices):
        YES = "yes", _("Ja")
        NO = "no", _("Nej")
        UNCERTAIN = "uncertain", _("Osäkert")

    class Method(models.TextChoices):
        ATTESTED = "attested", _("Handläggaren intygar")
        PERMIT_CARD = "permit_card", _("Uppehållstillståndskort visat")
        DECISION = "decision", _("Beslut visat")
        NOT_SHOWN = "not_shown", _("Inte styrkt än")

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="eligibility_checks")
    checked_on = models.DateField()
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    rules = ArrayField(models.CharField(max_length=40), default=list)  # codes of the rules that failed or are uncertain
    method = models.CharField(_("Hur det styrktes"), max_length=12, choices=Method)

    class Meta:
        indexes = [models.Index(fields=["node", "participant", "-checked_on", "-id"], name="eligibility_latest")]


class TakenTime(PersonalModel):
    """A weekly time that is already taken: SFI, work, praktik (R80)."""

    class Kind(models.TextChoices):
        SFI = "sfi", _("SFI")
        WORK = "work", _("Arbete")
        PRACTICE = "practice", _("Praktik")
        OTHER = "other", _("Annat")

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="taken_times")
    kind = models.CharField(_("Vad"), max_length=10, choices=Kind)
    weekday = models.PositiveSmallIntegerField(_("Veckodag"))
    starts_at = models.TimeField(_("Från"))
    ends_at = models.TimeField(_("Till"))

    class Meta:
        ordering = ["weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="taken_time_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="taken_time_weekday"),
        ]
        indexes = [models.Index(fields=["node", "participant"], name="taken_time_of")]


@pghistory.track()
class SecrecyWaiver(PersonalModel):
    """The person's own waiver of secrecy (OSL 12 kap. 2 §), apart from any consent under GDPR (R178)."""

    class How(models.TextChoices):
        WRITTEN = "written", _("Skriftligt")
        ORAL = "oral", _("Muntligt")
        INTERPRETED = "interpreted", _("Muntligt med tolk")

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="waivers")
    to_whom = models.CharField(_("Till vem"), max_length=200)
    what = models.CharField(_("Vilka uppgifter"), max_length=200)
    tells_adaptation = models.BooleanField(_("Också vad vi ska göra"), default=False)  # what to do, never why (R114)
    purpose = models.CharField(_("Varför"), max_length=200)
    how = models.CharField(_("Hur"), max_length=12, choices=How)
    language = models.CharField(_("Språk"), max_length=8, blank=True)
    valid_from = models.DateField(_("Från"))
    valid_until = models.DateField(_("Till"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["node", "participant"], name="waiver_of")]


class JudgedDouble(PersonalModel):
    """Somebody has looked at two records and said that they are two people: they are not shown as doubles again."""

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="+")
    other = TenantForeignKey("participants.Participant", related_name="+")
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "participant", "other"], name="judged_once"),
            models.CheckConstraint(condition=Q(participant__gt=F("other")), name="judged_newer_first"),
        ]
