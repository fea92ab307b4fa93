"""Which transaction has last changed an activity, so that what is kept of it can be known to be old."""

from django.db import models

from nodes.tenancy import TenantModel


class ActivityChange(TenantModel):
    """The last transaction that wrote, changed or removed an activity or one of its interest areas.

    Triggers of the database write it; it stays when the activity is gone.
    """

    activity_id = models.BigIntegerField()  # no key: what is gone has changed too
    changed_in = models.BigIntegerField()  # PostgreSQL's number of the transaction

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "activity_id"], name="activity_changed_last")]
        indexes = [models.Index(fields=["node", "changed_in"], name="activity_changed_since")]
