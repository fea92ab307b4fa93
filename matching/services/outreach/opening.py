"""A task is opened from a gap, once; then somebody has it in hand and a day to come back to it (R47)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matching.models import OutreachTask
from matching.selectors.outreach import covering, waiting_for
from matching.states import OUTREACH
from nodes.actors import Actor
from nodes.models import InterestArea, Municipality, Node, User
from participants.services.refusals import Refusal
from vida import clock
from vida.calendar import shown_due
from vida.states import START

NEXT_STEP_AFTER = timedelta(days=7)


@transaction.atomic
def open_task(
    *, node: Node, area: InterestArea, municipality: Municipality | None, by: Actor, note: str = ""
) -> tuple[OutreachTask, bool]:
    """The open task for the gap, and whether it is new: asking twice, or at once with somebody else, gives one task.

    One for the whole node is for each of its municipalities too. NotAllowed for a role that may not.
    """
    state = OUTREACH.to("open", START, *by.roles)
    found = covering(area, municipality)
    if found is not None:
        return found, False
    made = OutreachTask(
        node=node,
        area=area,
        municipality=municipality,
        state=state,
        waiting_then=waiting_for(area, municipality),
        note=note,
        responsible=by.person,
        next_on=next_step(),
        opened_at=clock.now(),
        opened_by=by.person,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody else was first
        return OutreachTask.objects.open().get(area=area, municipality=municipality), False
    return made, True


def next_step() -> date:
    """The working day to come back to a task, where nobody has said another one: in a week."""
    return shown_due(clock.today() + NEXT_STEP_AFTER)


@transaction.atomic
def change(*, task: OutreachTask, note: str, responsible: User, next_on: date, by: Actor) -> OutreachTask:
    """Another note, somebody else to do it, or another day. NotAllowed unless it is open; Refusal for a day gone by."""
    row = opened(task, by)
    row.note, row.responsible, row.next_on = note, responsible, checked_day(next_on)
    row.save(update_fields=["note", "responsible", "next_on"])
    return row


def opened(task: OutreachTask, by: Actor) -> OutreachTask:
    """The task, locked. NotAllowed unless it is open and the role may end it."""
    row = locked(task)
    OUTREACH.to("drop", row.state, *by.roles)
    return row


def locked(task: OutreachTask) -> OutreachTask:
    """The task as it is now, locked until the transaction ends."""
    rows = OutreachTask.objects.select_for_update(of=("self",)).select_related("area", "municipality", "node")
    return rows.get(pk=task.pk)


def checked_day(day: date) -> date:
    """The day of the next step; Refusal when it has been."""
    if day < clock.today():
        raise Refusal(_("Dagen har redan varit. Välj i dag eller en dag framåt."), "next_on")
    return day
