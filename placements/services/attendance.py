"""Marking who came (R127). The first time somebody is present starts the placement; nobody sets that by hand."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Occasion
from nodes.actors import Actor
from placements.models import Attendance, Placement
from placements.services.placements import Refused, locked
from placements.states import PLACEMENT, PlacementState
from vida import clock

CAN_BE_MARKED = set(PlacementState) - {PlacementState.CANCELLED}
OVER = {PlacementState.COMPLETED, PlacementState.DROPPED_OUT, PlacementState.INTERRUPTED}


@transaction.atomic
def fill_in(*, occasion: Occasion, marks: Mapping[Placement, str], by: Actor) -> None:
    """Write who came to the occasion, all of it or nothing; "" takes a mark back.

    Refused for an occasion of another activity, one that is called off or still ahead, and a placement that was
    called off.
    """
    # In the order of the keys, as whoever ends many places locks them, the occasion last: they wait, never in a ring.
    for placement in sorted(marks, key=lambda each: each.pk):
        _mark(locked(placement), occasion, marks[placement], by)
    _count(occasion)


def _mark(placement: Placement, occasion: Occasion, mark: str, by: Actor) -> None:
    _check(placement, occasion)
    found = Attendance.objects.filter(placement=placement, occasion=occasion).first()
    if not mark:
        if found:
            found.delete()
    elif found is None:
        Attendance.objects.create(
            node_id=placement.node_id,
            service_unit_id=placement.service_unit_id,
            participant_id=placement.participant_id,
            placement=placement,
            occasion=occasion,
            mark=mark,
            marked_at=clock.now(),
            marked_by=by.user,
        )
    elif found.mark != mark:
        found.mark, found.marked_at, found.marked_by = mark, clock.now(), by.user
        found.save(update_fields=["mark", "marked_at", "marked_by"])
    _follow(placement, by)


def _count(occasion: Occasion) -> None:
    """Keep on the occasion whether anybody is marked: looked for once the row is locked, so that two who save at once
    leave it true.
    """
    row = Occasion.objects.select_for_update(no_key=True).get(pk=occasion.pk)
    row.marked = Attendance.objects.filter(occasion=row).exists()
    row.save(update_fields=["marked"])


def _check(placement: Placement, occasion: Occasion) -> None:
    if occasion.activity_id != placement.activity_id:
        raise Refused(_("Tillfället hör till en annan aktivitet."))
    if occasion.cancelled_at:
        raise Refused(_("Tillfället är inställt."))
    if occasion.starts_at > clock.now():
        raise Refused(_("Tillfället har inte varit än. Vänta med att fylla i närvaron."))
    if placement.state not in CAN_BE_MARKED:
        raise Refused(_("Deltagarens plats är avbokad."))


def _follow(placement: Placement, by: Actor) -> None:
    """Start the placement with the first presence, or take the start back when the last presence is gone."""
    present = Attendance.objects.filter(placement=placement, mark=Attendance.Mark.PRESENT)
    first = present.order_by("occasion__starts_at").select_related("occasion").first()
    if first and placement.state in (PlacementState.AGREED, PlacementState.IN_PLAN):
        placement.state = PLACEMENT.to("start", placement.state, *by.roles)
    elif first is None and placement.state == PlacementState.STARTED:
        event = "unstart" if placement.plan_entered_on else "unstart_unplanned"
        placement.state = PLACEMENT.to(event, placement.state, *by.roles)
    placement.started_on = clock.local(first.occasion.starts_at).date() if first else None
    if first is None and placement.state in OVER:
        raise Refused(_("Deltagarens plats är avslutad, och då måste hen ha varit där minst en gång."))
    placement.save(update_fields=["state", "started_on"])
