"""What an association types on the public form, from the first letter to the opened mail link (R105)."""

from django.db import models
from django.db.models import Q

from associations.models.activities import Activity
from associations.states import RegistrationState
from nodes.tenancy import TenantForeignKey, TenantModel


class ActivityRegistration(TenantModel):
    """A form on its way in. `data` holds every field as it was typed; only a hash of the link's secret is kept."""

    secret_hash = models.CharField(max_length=64, unique=True)
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
                | Q(state="sent", sent_at__isnull=False)
                | Q(state="confirmed", confirmed_at__isnull=False, activity__isnull=False),
                name="registration_state_has_its_times",
            )
        ]
        indexes = [models.Index(fields=["node", "state", "saved_at"], name="registration_by_state")]
