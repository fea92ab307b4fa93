"""Who has waived secrecy towards associations: asked before an offer, and again when names are handed over."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from participants.models import SecrecyWaiver


def waivers_on(on: date) -> QuerySet[SecrecyWaiver]:
    """The waivers that are valid on the day, both its ends included, and not taken back (R178)."""
    rows = SecrecyWaiver.objects.filter(withdrawn_at__isnull=True, valid_from__lte=on)
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
