"""What follows a yes: the place, the entry in the plan, and the end of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Activity
from associations.services.seats import give_back_seat
from nodes.actors import Actor
from participants.models import Participant
from placements.models import Placement
from placements.states import PLACEMENT, PlacementState
from vida import clock


class Refused(Exception):
    """What was asked cannot be done; `str()` is a sentence for the person who tried."""


def locked(placement: Placement) -> Placement:
    """The row, locked until the transaction ends."""
    return Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)


@transaction.atomic
def agree(*, participant: Participant, activity: Activity, on: date, by: Actor) -> Placement:
    """The participant's place in the activity after a yes (R68); the caller takes the seat in the same transaction."""
    return Placement.objects.create(
        node_id=participant.node_id,
        service_unit_id=participant.service_unit_id,
        participant=participant,
        activity=activity,
        state=PLACEMENT.to("agree", "", *by.roles),
        agreed_on=on,
        agreed_by=by.person,
        plan_kind=participant.plan_kind,
    )


@transaction.atomic
def enter_plan(*, placement: Placement, on: date, by: Actor) -> Placement:
    """The activity stands in the participant's plan since `on`, which also insures (R81, R119).

    Raises NotAllowed (vida.states) from a state where it cannot, Refused for a day ahead of us.
    """
    placement = locked(placement)
    if placement.plan_entered_on == on:
        return placement
    if on > clock.today():
        raise Refused(_("Skriv en dag som inte ligger framåt i tiden."))
    placement.state = PLACEMENT.to("enter_plan", placement.state, *by.roles)
    placement.plan_entered_on, placement.plan_entered_by = on, by.user
    placement.save(update_fields=["state", "plan_entered_on", "plan_entered_by"])
    return placement


@transaction.atomic
def cancel(*, placement: Placement, by: Actor, reason: str) -> Placement:
    """Call off a place that has not been used; the seat is free again. Cancelling twice changes nothing."""
    placement = locked(placement)
    if PLACEMENT.holds("cancel", placement.state):
        return placement
    return _ended(placement, "cancel", by, reason)


@transaction.atomic
def drop_out(*, placement: Placement, by: Actor, reason: str) -> Placement:
    """The participant stops coming; the seat is free again for the occasions that are left."""
    placement = locked(placement)
    if PLACEMENT.holds("drop_out", placement.state):
        return placement
    return _ended(placement, "drop_out", by, reason)


@transaction.atomic
def interrupt(*, placement: Placement, by: Actor, reason: str) -> Placement:
    """The activity is called off under somebody who had begun. Interrupting twice changes nothing."""
    placement = locked(placement)
    if PLACEMENT.holds("interrupt", placement.state):
        return placement
    return _ended(placement, "interrupt", by, reason)


@transaction.atomic
def complete(*, placement: Placement, by: Actor) -> Placement:
    """The activity has had its last occasion and the participant was there till the end."""
    placement = locked(placement)
    if PLACEMENT.holds("complete", placement.state):
        return placement
    placement.state = PLACEMENT.to("complete", placement.state, *by.roles)
    placement.ended_on, placement.ended_by = clock.today(), by.user
    placement.save(update_fields=["state", "ended_on", "ended_by"])
    return placement


def end(*, placement: Placement, by: Actor, reason: str) -> Placement:
    """The end that fits the state: cancelled before the start, dropped out after it."""
    if placement.state == PlacementState.STARTED:
        return drop_out(placement=placement, by=by, reason=reason)
    return cancel(placement=placement, by=by, reason=reason)


def _ended(placement: Placement, event: str, by: Actor, reason: str) -> Placement:
    placement.state = PLACEMENT.to(event, placement.state, *by.roles)
    placement.ended_on, placement.ended_by, placement.end_reason = clock.today(), by.user, reason[:200]
    placement.save(update_fields=["state", "ended_on", "ended_by", "end_reason"])
    give_back_seat(activity_id=placement.activity_id)
    return placement
