"""Who was asked, how, and what they answered: the log of a task (R47)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Association
from matching.models import OutreachContact, OutreachTask
from matching.services.outreach.opening import checked_day, opened
from nodes.actors import Actor
from participants.services.refusals import Refusal
from vida import clock


@transaction.atomic
def log_contact(
    *,
    task: OutreachTask,
    association: Association,
    contacted_on: date,
    how: str,
    answer: str,
    next_on: date,
    by: Actor,
    note: str = "",
) -> OutreachContact:
    """Write down that an association was asked, and when to come back to the task.

    NotAllowed unless the task is open; Refusal for a contact in the future or a next day that has been.
    """
    row = opened(task, by)
    if contacted_on > clock.today():
        raise Refusal(_("Dagen har inte varit än. Skriv när ni talades vid."), "contacted_on")
    row.next_on = checked_day(next_on)
    row.save(update_fields=["next_on"])
    return OutreachContact.objects.create(
        node_id=row.node_id,
        task=row,
        association=association,
        contacted_on=contacted_on,
        how=how,
        answer=answer,
        note=note,
        recorded_at=clock.now(),
        recorded_by=by.person,
    )


@transaction.atomic
def remove_contact(*, contact: OutreachContact, by: Actor) -> None:
    """Take away what was written down by mistake; the history keeps it. NotAllowed unless the task is open."""
    opened(contact.task, by)
    contact.delete()
