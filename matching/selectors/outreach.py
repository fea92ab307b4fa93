"""Outreach tasks: which one is for a gap, how many wait for it now, and what an activity meets (R116)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from associations.models import Activity
from matching.models import OutreachTask
from nodes.models import InterestArea, Municipality
from participants.models import InterestChoice, InterestForm
from vida.deadlines import LATE, with_days_left


def covering(area: InterestArea, municipality: Municipality | None) -> OutreachTask | None:
    """The open task that looks for this already: in the municipality, or in the whole node."""
    rows = OutreachTask.objects.open().filter(area=area).select_related("area", "municipality", "node")
    here = rows.filter(Q(municipality=municipality) | Q(municipality__isnull=True))
    return here.order_by(F("municipality").asc(nulls_last=True)).first()


def covering_each(areas: Iterable[int]) -> dict[tuple[int, str | None], OutreachTask]:
    """The open tasks of these areas by area and municipality (None: the whole node); one query."""
    rows = OutreachTask.objects.open().filter(area__in=list(areas))
    return {(row.area_id, row.municipality_id): row for row in rows}


def met_by(activity: Activity) -> QuerySet[OutreachTask]:
    """The open tasks that an activity meets: it is of the task's area, or of the group that the task is about, and in
    the task's municipality or anywhere in the node.
    """
    areas = activity.interests.values("area"), activity.interests.values("area__parent")
    return OutreachTask.objects.open().filter(
        Q(area__in=areas[0]) | Q(area__in=areas[1]),
        Q(municipality=activity.municipality_id) | Q(municipality__isnull=True),
        node=activity.node_id,
    )


def with_waiting(rows: QuerySet[OutreachTask]) -> QuerySet[OutreachTask]:
    """The tasks with `waiting_now`: how many wait for an offer, have the area among their choices and live there.

    As in the table of demand, nobody with protected identity is counted (facts § 4.3).
    """
    wish = InterestChoice.objects.filter(form=OuterRef("pk")).filter(
        Q(area=OuterRef(OuterRef("area"))) | Q(area__parent=OuterRef(OuterRef("area")))
    )
    home = Coalesce(OuterRef("municipality"), F("participant__municipality"))
    waiting = InterestForm.objects.waiting().filter(
        Exists(wish), participant__protection="", participant__municipality=home
    )
    number = waiting.order_by().values("node").annotate(n=Count("pk")).values("n")
    return rows.annotate(waiting_now=Coalesce(Subquery(number, output_field=IntegerField()), 0))


def waiting_for(area: InterestArea, municipality: Municipality | None) -> int:
    """The same number for a gap that has no task yet."""
    choices = InterestChoice.objects.filter(Q(area=area) | Q(area__parent=area), form=OuterRef("pk"))
    rows = InterestForm.objects.waiting().filter(Exists(choices), participant__protection="")
    return (rows.filter(participant__municipality=municipality) if municipality else rows).count()


def overdue(on: date) -> QuerySet[OutreachTask]:
    """The open tasks whose next step should have been taken, the oldest first (R47)."""
    rows = OutreachTask.objects.open().filter(with_days_left(LATE, "next_on", on))
    return rows.select_related("area", "municipality", "responsible").order_by("next_on", "id")
