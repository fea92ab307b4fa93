"""A task ends when an activity that meets it is approved, or by a person's word; and may be opened again."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.models import OutreachTask
from matching.selectors.outreach import covering, met_by
from matching.services.outreach.opening import locked, next_step
from matching.states import OUTREACH, OutreachState
from nodes.actors import Actor
from participants.services.refusals import Refusal
from vida import clock


@transaction.atomic
def meet(*, activity: Activity, by: Actor) -> list[OutreachTask]:
    """End every open task that the approved activity meets (`met_by`), with a link to it; returns them."""
    rows = met_by(activity).select_for_update(of=("self",)).select_related("area", "municipality").order_by("id")
    met = list(rows)
    for row in met:
        _end(row, "meet", by, activity=activity)
    return met


@transaction.atomic
def drop(*, task: OutreachTask, reason: str, by: Actor) -> OutreachTask:
    """Stop looking, and say why. Doing it twice changes nothing; Refusal without a reason, NotAllowed by the table."""
    row = locked(task)
    if OUTREACH.holds("drop", row.state):
        return row
    return _end(row, "drop", by, end_reason=_reason(reason))


@transaction.atomic
def reopen(*, task: OutreachTask, reason: str, by: Actor) -> OutreachTask:
    """Go on looking; the reason stands in the history. Refusal without one, or when another open task looks for the
    same; NotAllowed by the table. Doing it twice changes nothing.
    """
    row = locked(task)
    if OUTREACH.holds("reopen", row.state):
        return row
    row.state = OUTREACH.to("reopen", row.state, *by.roles)
    reason = _reason(reason)
    if covering(row.area, row.municipality) is not None:
        raise Refusal(_("Det finns redan en öppen uppgift för samma sak. Fortsätt med den."))
    row.responsible = by.person
    return _go_on(row, reason)


@transaction.atomic
def miss(*, activity: Activity, reason: str, by: Actor) -> list[OutreachTask]:
    """Go on with the tasks that the activity had met, for it is cancelled; returns them (R116).

    Whoever was responsible is so again, and the reason stands in the history. One whose gap another open task looks
    for since stays as it is.
    """
    rows = OutreachTask.objects.select_for_update(of=("self",)).select_related("area", "municipality")
    missed = []
    for row in rows.filter(state=OutreachState.MET, activity=activity).order_by("id"):
        if covering(row.area, row.municipality) is None:
            row.state = OUTREACH.to("reopen", row.state, *by.roles)
            missed.append(_go_on(row, reason))
    return missed


def _go_on(row: OutreachTask, reason: str) -> OutreachTask:
    row.next_on = next_step()
    row.ended_at, row.ended_by, row.end_reason, row.activity = None, None, "", None
    with pghistory.context(reason=reason):
        row.save()
    return row


def _end(row: OutreachTask, event: str, by: Actor, **how: object) -> OutreachTask:
    row.state = OUTREACH.to(event, row.state, *by.roles)
    row.ended_at, row.ended_by, row.next_on = clock.now(), by.person, None
    for name, value in how.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "ended_at", "ended_by", "next_on", *how])
    return row


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Skriv varför, så att den som kommer efter förstår."), "reason")
    return reason.strip()
