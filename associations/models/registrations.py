"""What an association types on the public form, from the first letter to the opened mail link (R105)."""

from django.db import models
from django.db.models import Q

from associations.models.activities import Activity
from associations.states import RegistrationState
from nodes.models import User
from nodes.tenancy import TenantForeignKey, TenantModel


class ActivityRegistration(TenantModel):
    """A form on its way in. `data` holds every field as it was typed; of the secrets only hashes are kept.

    Whoever holds the first secret (a cookie, or the link to go on with) may edit; whoever holds the second one (a mail
    to the contact person) may confirm, until `confirm_until`.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    confirm_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    confirm_until = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # R13
    state = models.CharField(max_length=10, choices=RegistrationState, default=RegistrationState.DRAFT)
    data = models.JSONField(default=dict)
    activity = TenantForeignKey(Activity, models.CASCADE, null=True, related_name="registrations")
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="sent", sent_at__isnull=False, confirm_hash__isnull=False, confirm_until__isnull=False)
                | Q(state="confirmed", confirmed_at__isnull=False, activity__isnull=False),
                name="registration_state_has_its_times",
            )
        ]
        indexes = [models.Index(fields=["node", "state", "saved_at"], name="registration_by_state")]
