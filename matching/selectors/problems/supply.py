"""The activities of a node as rows of the engine."""

from datetime import date
from typing import Any

import numpy as np
from django.db.models import F, IntegerField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from associations.models import Activity, ActivityInterest
from matching.engine import ACTIVITY
from matching.engine.records import bits
from matching.selectors.problems.areas import Areas
from matching.selectors.problems.codes import code, digits, minute_of_week, number
from matching.selectors.problems.copying import DAY, columns_of
from matching.selectors.problems.zones import zones
from matching.selectors.supply import OFFERED_FROM
from nodes.models import Node

WOMEN, MEN, OTHERS = 1, 2, 4  # bits
FOR_WHOM = {
    Activity.ForWhom.ALL: WOMEN | MEN | OTHERS,
    Activity.ForWhom.WOMEN: WOMEN,
    Activity.ForWhom.MEN: MEN,
}
OLDEST = 2**15


def activities_of(node: Node, areas: Areas, *, on: date) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """The ids and the rows of what `matching.selectors.supply.activities_on` lists, in the order of the ids."""
    offered = Activity.objects.filter(node=node, state__in=OFFERED_FROM, last_on__gte=on)
    found = columns_of(
        offered.annotate(
            place_code=Cast("municipality_id", IntegerField()),
            place_digits=digits("postcode"),
            begins=minute_of_week("weekday", "starts_at"),
            lasts=Cast("minutes", IntegerField()),
            youngest=number("min_age", without=0),
            oldest=number("max_age", without=OLDEST),
            sexes=code("for_whom", FOR_WHOM),
            free=Cast(F("seats") - F("seats_taken"), IntegerField()),
            held=Cast("seats_offered", IntegerField()),
        ),
        id="i8", place_code="i4", place_digits="i4", begins="i4", lasts="i4", youngest="i4", oldest="i4", sexes="i4",
        children_welcome="?", free="i4", held="i4", first_on=DAY, last_on=DAY,
    )  # fmt: skip
    order = np.argsort(found["id"])
    ids = found["id"][order]
    rows = np.zeros(len(ids), ACTIVITY)
    rows["zone"] = zones(found["place_code"], found["place_digits"])[order]
    renamed = {"children": "children_welcome", "seats": "free", "start": "first_on", "end": "last_on"}
    for field in ("begins", "lasts", "youngest", "oldest", "sexes", "children", "seats", "held", "start", "end"):
        rows[field] = found[renamed.get(field, field)][order]
    interests = columns_of(ActivityInterest.objects.filter(activity__in=offered), activity_id="i8", area_id="i8")
    row, area = np.searchsorted(ids, interests["activity_id"]), areas.numbers(interests["area_id"])
    rows["groups"] = bits(row, areas.group[area], len(ids))
    rows["areas"] = bits(row, area, len(ids)) | rows["groups"]
    return ids, rows
