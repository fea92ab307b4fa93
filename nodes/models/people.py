"""Those who work here: users, their memberships and the invitations that brought them."""

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nodes.models.places import Municipality
from nodes.models.programmes import Node, Programme, ServiceUnit
from nodes.roles import LEVEL, Level, Role


class UserManager(BaseUserManager):
    """Users are known by their e-mail address, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username):
        return self.get(email=username.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A civil servant or somebody else with a role. Participants and associations have no account."""

    email = models.EmailField(_("E-post"), unique=True)
    name = models.CharField(_("Namn"), max_length=120)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(
        default=False
    )  # may open Django's admin: the installation's caretaker, no role of VIDA
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name


def _levels(level: Level) -> list[Role]:
    return [role for role, where in LEVEL.items() if where == level]


MEMBERSHIP_LEVEL = (
    Q(role__in=_levels(Level.PROGRAMME), node__isnull=True, service_unit__isnull=True)
    | Q(role__in=_levels(Level.NODE), node__isnull=False, service_unit__isnull=True)
    | Q(role__in=_levels(Level.SERVICE_UNIT), node__isnull=False, service_unit__isnull=False)
)


@pghistory.track()
class Membership(models.Model):
    """A role that a user has in a programme, a node or a service unit; an observer also names the municipality."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Roll"), max_length=30, choices=Role)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="memberships")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="memberships")
    service_unit = models.ForeignKey(ServiceUnit, models.CASCADE, null=True, blank=True, related_name="memberships")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=MEMBERSHIP_LEVEL, name="membership_is_where_its_role_belongs"),
            models.UniqueConstraint(
                fields=["user", "role", "programme", "node", "service_unit"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_once",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """A mail link that lets somebody in with a role. Only a hash of the link's secret is kept."""

    email = models.EmailField(_("E-post"))
    name = models.CharField(_("Namn"), max_length=120)
    role = models.CharField(_("Roll"), max_length=30, choices=Role)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="+")
    service_unit = models.ForeignKey(ServiceUnit, models.CASCADE, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=MEMBERSHIP_LEVEL, name="invitation_is_where_its_role_belongs")]
