"""Encrypting identity numbers anew: after a change of keys, so that the old ones can be thrown away."""

import pgtrigger
from django.db import models

from nodes.tenancy import acting_everywhere
from participants.models import Participant
from participants.selectors.doubles import identity_index

HISTORY = Participant.pgh_event_model  # type: ignore[attr-defined]
# A change of key changes nothing about the person: it makes no history, and it goes into the history there is.
WITHOUT = ("participants.Participant:update_update", "participants.ParticipantEvent:append_only")


def rotate_identity_numbers() -> int:
    """Encrypt every stored identity number with the newest key, and make its index anew; return how many.

    In one transaction: all or nothing. InvalidToken (cryptography) when a number opens with none of the keys.
    """
    with acting_everywhere("rotate keys of identity numbers"), pgtrigger.ignore(*WITHOUT):
        return sum(_rotate(rows) for rows in (Participant.objects.all(), HISTORY.objects.all()))


def _rotate(rows: "models.QuerySet[models.Model]") -> int:
    numbers = rows.exclude(identity_number__isnull=True).order_by("pk").values_list("pk", "identity_number")
    count = 0
    for key, number in numbers.iterator(chunk_size=2000):
        clear = str(number)  # what was read remembers its old token; this does not
        rows.model._base_manager.filter(pk=key).update(identity_number=clear, identity_index=identity_index(clear))
        count += 1
    return count
