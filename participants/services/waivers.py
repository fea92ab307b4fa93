"""The person's own waiver of secrecy (OSL 12 kap. 2 §): recorded apart from any consent under GDPR (R178)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nodes.actors import Actor
from participants.models import Participant, SecrecyWaiver
from participants.services.refusals import Refusal
from vida import clock


@transaction.atomic
def record(
    *,
    participant: Participant,
    by: Actor,
    to_whom: str,
    what: str,
    purpose: str,
    how: str,
    language: str = "",
    valid_from: date,
    valid_until: date | None = None,
    tells_adaptation: bool = False,
) -> SecrecyWaiver:
    """Write down what the person lets us tell, to whom and until when. Refusal for days the wrong way round.

    The same words once more, while they hold, are the same waiver.
    """
    if valid_until and valid_until < valid_from:
        raise Refusal(_("Sista dagen ligger före första dagen. Ändra någon av dem."), "valid_until")
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    said: dict[str, Any] = {"to_whom": to_whom, "what": what, "purpose": purpose, "how": how, "language": language}
    said |= {"valid_from": valid_from, "valid_until": valid_until, "tells_adaptation": tells_adaptation}
    if same := SecrecyWaiver.objects.filter(participant=participant, withdrawn_at__isnull=True, **said).first():
        return same
    return SecrecyWaiver.objects.create(
        node_id=participant.node_id,
        service_unit_id=participant.service_unit_id,
        participant=participant,
        recorded_by=by.user,
        **said,
    )


@transaction.atomic
def withdraw(*, waiver: SecrecyWaiver, by: Actor) -> SecrecyWaiver:
    """The person has changed their mind. A waiver that is withdrawn already is returned unchanged."""
    waiver = SecrecyWaiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    if waiver.withdrawn_at is None:
        waiver.withdrawn_at, waiver.withdrawn_by = clock.now(), by.user
        waiver.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return waiver
