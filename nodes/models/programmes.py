"""Programmes, their nodes and the units that refer people."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from nodes.models.places import Municipality

# The first words of addresses that are no node's.
RESERVED_SLUGS = frozenset(
    [
        "admin",
        "anmal-aktivitet",
        "demo",
        "health",
        "inbjudan",
        "komponenter",
        "konto",
        "media",
        "om",
        "program",
        "sprak",
        "static",
        "utseende",
    ]
)


def not_reserved(slug: str) -> None:
    """ValidationError where the word is the first of another address."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("Välj ett annat ord i adressen: det här är upptaget."))


class OrganisationKind(models.Model):
    """The code list of who can be in a programme (R1); other kinds are refused."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self):
        return self.name


class Organisation(models.Model):
    """A municipality, an authority or a body of civil society that takes part in programmes."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.ForeignKey(OrganisationKind, models.PROTECT)
    organisation_number = models.CharField(max_length=10, blank=True)

    def __str__(self):
        return self.name


class Programme(models.Model):
    """What is funded: one owner (R8), a funder, a method, a period (R4). Its terms are dated: `ProgrammeTerms`."""

    name = models.CharField(_("Namn"), max_length=200, unique=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="owned_programmes")
    partners = models.ManyToManyField(Organisation, through="Partner", related_name="programmes")
    funder = models.CharField(_("Finansiär"), max_length=200)
    method = models.CharField(_("Metod"), max_length=200)
    registry_number = models.CharField(_("Diarienummer"), max_length=40, blank=True)
    eu_funded = models.BooleanField(_("EU-finansierat (AMIF)"), default=False)
    starts_on = models.DateField(_("Börjar"))
    ends_on = models.DateField(_("Slutar"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="programme_ends_after_it_starts")
        ]

    def __str__(self):
        return self.name


class Partner(models.Model):
    """An organisation in a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "organisation"], name="partner_once")]


class ProgrammeTerms(models.Model):
    """What holds in a programme from a day on. A change is a new row, so that the past stays as it was (R65)."""

    class MatchingOrder(models.TextChoices):
        DEFAULT = "default", _("Längst väntan först, sedan val, sedan resväg")
        GREEDY = "greedy", _("Så många förstahandsval som möjligt")
        GENEROUS = "generous", _("Så få sistahandsval som möjligt")
        RANK_SUM = "rank-sum", _("Lägst sammanlagt val")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="terms")
    valid_from = models.DateField(_("Gäller från"))
    offer_days = models.PositiveSmallIntegerField(_("Dagar till erbjudande"), default=14)
    warn_after_days = models.PositiveSmallIntegerField(_("Dagar till varning"), default=10)
    target = models.PositiveIntegerField(_("Mål: personer som matchas"), default=450)
    min_age = models.PositiveSmallIntegerField(_("Lägsta ålder"), default=20)
    max_age = models.PositiveSmallIntegerField(_("Högsta ålder"), default=64)
    third_country_only = models.BooleanField(_("Bara tredjelandsmedborgare"), default=True)
    compensation_cap = models.PositiveIntegerField(_("Högsta ersättning per deltagare och serie, kr"), default=1500)
    reply_days = models.PositiveSmallIntegerField(_("Dagar att svara på ett erbjudande"), default=7)
    horizon_days = models.PositiveSmallIntegerField(_("Aktiviteter som startar inom, dagar"), default=90)
    matching_order = models.CharField(
        _("Ordning vid matchning"), max_length=20, choices=MatchingOrder, default=MatchingOrder.DEFAULT
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "valid_from"], name="terms_once_a_day"),
            models.CheckConstraint(condition=Q(max_age__gte=F("min_age")), name="terms_ages_in_order"),
            models.CheckConstraint(condition=Q(offer_days__gt=F("warn_after_days")), name="terms_warn_before_due"),
        ]

    def __str__(self):
        return f"{self.programme} {self.valid_from}"


class Node(models.Model):
    """A few near municipalities that work together (R3, R83). The tenant."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="nodes")
    slug = models.SlugField(
        max_length=40,
        unique=True,
        validators=[not_reserved],
    )
    name = models.CharField(_("Namn"), max_length=80)
    email = models.EmailField(_("E-post"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    municipalities = models.ManyToManyField(Municipality, through="NodeMunicipality", related_name="nodes")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class NodeMunicipality(models.Model):
    """A municipality in a node, from a day to a day; never in two nodes of one programme at once (R3)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    node = models.ForeignKey(Node, models.CASCADE, related_name="node_municipalities")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="municipality_in_one_node_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("municipality", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Kommunen hör redan till en nod i programmet vid den tiden."),
            )
        ]

    def clean(self):
        """The node's own programme, else the constraint compares with another's nodes; and days in order."""
        if self.programme_id and self.programme_id != self.node.programme_id:
            raise ValidationError({"programme": _("Välj nodens eget program.")})
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("Sista dagen ligger före första dagen. Ändra någon av dem.")})


class ServiceUnit(models.Model):
    """A unit at a municipality or Arbetsförmedlingen that refers people. Without a named contact it cannot (R85)."""

    class Authority(models.TextChoices):
        MUNICIPALITY = "municipality", _("Kommun")
        EMPLOYMENT_SERVICE = "employment_service", _("Arbetsförmedlingen")

    node = models.ForeignKey(Node, models.PROTECT, related_name="service_units")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", null=True, blank=True)
    authority = models.CharField(_("Myndighet"), max_length=20, choices=Authority)
    name = models.CharField(_("Enhet"), max_length=120)
    contact_name = models.CharField(_("Kontaktperson"), max_length=120, blank=True)
    contact_email = models.EmailField(_("E-post"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    active = models.BooleanField(_("Används"), default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["node", "name"], name="unit_name_once_in_a_node"),
            models.CheckConstraint(
                condition=Q(authority="employment_service") | Q(municipality__isnull=False),
                name="municipal_unit_has_a_municipality",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def can_refer(self) -> bool:
        """Whether people can be referred from here (R85: a named contact who can be reached)."""
        return bool(self.active and self.contact_name and (self.contact_email or self.contact_phone))
