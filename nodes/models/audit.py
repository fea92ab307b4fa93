"""Who saw whom, and when somebody acted in more than one node (2001:454 10 §, R177)."""

import pgtrigger
from django.db import models

from nodes.tenancy import TenantModel


class ReadLog(TenantModel):
    """One participant shown to one user on one page, export or document. Rows are only added."""

    user = models.ForeignKey("nodes.User", models.PROTECT, related_name="+")
    participant_id = models.BigIntegerField()  # no foreign key: the trace outlives the person's own row
    where = models.CharField(max_length=80)  # the name of the URL
    why = models.CharField(max_length=200)  # "lista", "sida", "pdf", or the reason that was typed
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [
            models.Index(fields=["node", "participant_id", "-at"], name="readlog_person"),
            models.Index(fields=["node", "-at"], name="readlog_time"),
        ]


class ScopeUse(models.Model):
    """A job, a report or a service that acted beyond one node, or counted participants without showing them.

    Rows are only added.
    """

    scope = models.CharField(max_length=200)
    why = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
