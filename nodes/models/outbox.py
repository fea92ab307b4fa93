"""What is sent: written in the transaction that causes it, sent after commit, never twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nodes.tenancy import TenantModel


class OutboxMessage(TenantModel):
    """A mail or an SMS. `key` says what it is about ("offer:42:reminder:1"), so that it cannot be written twice.

    The text is there for the sending and no longer, the address for a while (docs/decisions/0010).
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-post")
        SMS = "sms", _("SMS")

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar")
        SENT = "sent", _("Skickat")
        FAILED = "failed", _("Gick inte att skicka")
        DISMISSED = "dismissed", _("Lagt åt sidan")

    # Staff invitations belong to no node; only the system's own jobs see those rows.
    node = models.ForeignKey("nodes.Node", models.PROTECT, related_name="+", db_index=False, null=True)
    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_message_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "failed"]) | Q(body=""), name="text_only_until_it_is_sent"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "dismissed"]) | ~Q(to=""), name="address_until_it_is_sent"
            ),
        ]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="outbox_waiting")]
