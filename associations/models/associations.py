"""Associations, the people to ring there, and the registers they were read from."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nodes.models import Municipality, User
from nodes.tenancy import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet


class AssociationQuerySet(TenantQuerySet):
    """Associations, narrowed step by step."""

    def active(self):
        """Those that are neither paused nor closed."""
        return self.filter(status=Association.Status.ACTIVE)


@pghistory.track()
class Association(TenantModel):
    """A body of civil society that has, or may come to have, activities (glossary: förening/organisation)."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Förening")
        CONGREGATION = "congregation", _("Samfund")
        FOUNDATION = "foundation", _("Stiftelse")
        STUDY_ASSOCIATION = "study_association", _("Studieförbund")
        FOLK_HIGH_SCHOOL = "folk_high_school", _("Folkhögskola")
        COOPERATIVE = "cooperative", _("Kooperativ")
        SOCIAL_ENTERPRISE = "social_enterprise", _("Socialt företag")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Aktiv")
        PAUSED = "paused", _("Pausad")
        CLOSED = "closed", _("Nedlagd")

    name = models.CharField(_("Namn"), max_length=200)
    sort_key = models.CharField(max_length=300, db_collation="C", editable=False)
    search_key = models.CharField(max_length=300, editable=False)
    kind = models.CharField(_("Slag"), max_length=30, choices=Kind, default=Kind.ASSOCIATION)
    status = models.CharField(_("Läge"), max_length=10, choices=Status, default=Status.ACTIVE)
    organisation_number = models.CharField(_("Organisationsnummer"), max_length=10, blank=True)
    no_number_reason = models.CharField(_("Varför numret saknas"), max_length=200, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", null=True, blank=True)
    address = models.CharField(_("Adress"), max_length=200, blank=True)
    postcode = models.CharField(_("Postnummer"), max_length=5, blank=True)
    email = models.EmailField(_("E-post"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    homepage = models.URLField(_("Webbplats"), max_length=300, blank=True)
    activities_text = models.CharField(_("Verksamhet enligt registret"), max_length=500, blank=True)
    source = models.CharField(_("Källa"), max_length=120, blank=True)  # R99
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(AssociationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "organisation_number"],
                condition=~Q(organisation_number=""),
                name="organisation_number_once_in_a_node",
            )
        ]
        indexes = [models.Index(fields=["node", "sort_key"], name="association_sorted")]

    def __str__(self):
        return self.name


class ContactPerson(TenantModel):
    """Whom to ring or mail at an association (R75)."""

    association = TenantForeignKey(Association, models.CASCADE, related_name="contacts")
    name = models.CharField(_("Namn"), max_length=120)
    email = models.EmailField(_("E-post"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="contact_can_be_reached"),
        ]

    def __str__(self):
        return self.name


class RegisterImport(TenantModel):
    """One reading of an association register; its rows stay, so that nothing vanishes."""

    file_name = models.CharField(max_length=200)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)


class RegisterRow(TenantModel):
    """What became of one row of a register: created, already known, or faulty and why."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Inte läst än")
        CREATED = "created", _("Ny")
        DOUBLE = "double", _("Fanns redan")
        ELSEWHERE = "elsewhere", _("Hör till en annan nod")
        FAULTY = "faulty", _("Fel i raden")

    register_import = TenantForeignKey(RegisterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    outcome = models.CharField(max_length=10, choices=Outcome)
    remarks = models.TextField(blank=True)
    raw = models.JSONField(default=dict)
    association = TenantForeignKey(Association, models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "register_import", "number"], name="register_row_once")]
        indexes = [models.Index(fields=["node", "register_import", "outcome"], name="register_row_by_outcome")]
