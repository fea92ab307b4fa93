"""The activities of a node as rows of the engine."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db.models import BooleanField, ExpressionWrapper, F, Func, IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from numpy.typing import NDArray

from associations.models import Activity, ActivityInterest
from matching.engine import ACTIVITY, ProblemError
from matching.engine.records import bits
from matching.selectors.problems.areas import Areas
from matching.selectors.problems.codes import among, code, digits, minute_of_week, number
from matching.selectors.problems.copying import DAY, columns_of
from matching.selectors.problems.zones import zones
from matching.selectors.supply import listed_on
from nodes.models import Node

WOMEN, MEN, OTHERS = 1, 2, 4  # bits
FOR_WHOM = {
    Activity.ForWhom.ALL: WOMEN | MEN | OTHERS,
    Activity.ForWhom.WOMEN: WOMEN,
    Activity.ForWhom.MEN: MEN,
}
OLDEST = 2**15
MOST_LANGUAGES = 63  # bits; one more says that some language is needed
FIELDS = {  # of the engine's row: the column and its kind
    "begins": ("begins", "i4"),
    "lasts": ("lasts", "i4"),
    "youngest": ("youngest", "i4"),
    "oldest": ("oldest", "i4"),
    "sexes": ("sexes", "i4"),
    "children": ("children_welcome", "?"),
    "languages": ("needed", "i8"),
    "guest": ("guest", "?"),
    "seats": ("free", "i4"),
    "held": ("held", "i4"),
    "start": ("first_on", DAY),
    "end": ("last_on", DAY),
}

Ids = NDArray[np.int64]


def needed_languages(node: Node, *, on: date, only: Collection[int] | None = None) -> list[str]:
    """The codes of the languages that activities (`only` these, by id) ask for.

    Raises ProblemError where a word has too few bits.
    """
    needed = _offered(node, on, only).exclude(languages=[]).annotate(code=Func(F("languages"), function="unnest"))
    codes = list(needed.values_list("code", flat=True).distinct().order_by("code"))
    if len(codes) > MOST_LANGUAGES:
        raise ProblemError(f"The activities ask for {len(codes)} languages; the engine has room for {MOST_LANGUAGES}.")
    return codes


def _offered(node: Node, on: date, only: Collection[int] | None) -> QuerySet[Activity]:
    offered = listed_on(on).filter(node=node)
    return offered if only is None else offered.filter(pk__in=only)


def activities_of(
    node: Node, areas: Areas, languages: Sequence[str], *, on: date, only: Collection[int] | None = None
) -> tuple[Ids, NDArray[Any]]:
    """The ids and the rows of what `matching.selectors.supply.activities_on` lists, in the order of the ids.

    With `only` those of these ids. `languages` may leave out what none of the people speaks.
    """
    offered = _offered(node, on, only)
    interests_of = ActivityInterest.objects.filter(activity__in=offered)
    found = columns_of(
        offered.annotate(
            place_code=Cast("municipality_id", IntegerField()),
            place_digits=digits("postcode"),
            begins=minute_of_week("weekday", "starts_at"),
            lasts=Cast("minutes", IntegerField()),
            guest=ExpressionWrapper(Q(home_node__isnull=False), BooleanField()),
            youngest=number("min_age", without=0),
            oldest=number("max_age", without=OLDEST),
            sexes=code("for_whom", FOR_WHOM),
            needed=among("languages", languages),
            asks=ExpressionWrapper(~Q(languages=[]), BooleanField()),
            free=Cast(F("seats") - F("seats_taken"), IntegerField()),
            held=Cast("seats_offered", IntegerField()),
        ),
        id="i8", place_code="i4", place_digits="i4", asks="?", **dict(FIELDS.values()),
    )  # fmt: skip
    order = np.argsort(found["id"])
    ids = found["id"][order]
    rows = np.zeros(len(ids), ACTIVITY)
    rows["zone"] = zones(found["place_code"], found["place_digits"])[order]
    for field, (column, _kind) in FIELDS.items():
        rows[field] = found[column][order]
    rows["languages"] |= found["asks"][order].astype(np.uint64) << np.uint64(MOST_LANGUAGES)
    interests = columns_of(interests_of, activity_id="i8", area_id="i8")
    there = np.isin(interests["activity_id"], ids)
    row = np.searchsorted(ids, interests["activity_id"][there])
    area = areas.numbers(interests["area_id"][there])
    rows["groups"] = bits(row, areas.group[area], len(ids))
    rows["areas"] = bits(row, area, len(ids)) | rows["groups"]
    return ids, rows
