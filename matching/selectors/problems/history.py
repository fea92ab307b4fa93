"""What each person does and has done: taken times, places, offers, waivers (R80, R115, R120, R178)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q
from django.db.models.functions import Cast
from numpy.typing import NDArray

from matching.engine import TAKEN
from matching.models import Offer
from matching.selectors.demand import COUNTS
from matching.selectors.problems.codes import FIRST, LAST, minute_of_day, minute_of_week
from matching.selectors.problems.copying import DAY, Columns, columns_of, these
from matching.selectors.problems.demand import People
from matching.states import OfferState
from participants.models import TakenTime
from participants.selectors.waivers import waivers_on
from placements.models import Placement
from placements.states import PlacementState

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]  # row of a person, id of an activity


@dataclass(frozen=True, eq=False)
class History:
    """Taken times as rows of the engine, sorted by person, and pairs that were placed and offered before.

    `offered` are the offers that count (`matching.selectors.demand.COUNTS`); `declined` counts each person's offers
    declined, on whatever form; `waiver` says who has waived secrecy towards associations.
    """

    taken: NDArray[Any]
    placed: Pairs
    offered: Pairs
    declined: NDArray[np.intp]
    waiver: NDArray[np.bool_]


def history_of(people: People, *, on: date) -> History:
    """The history of these people."""
    theirs = {"participant__in": these(people.participants)}
    places = _places(on, theirs)
    offers = columns_of(
        Offer.objects.filter(**theirs).annotate(
            declined=ExpressionWrapper(Q(state=OfferState.DECLINED), BooleanField()),
            counts=ExpressionWrapper(COUNTS, BooleanField()),
        ),
        participant_id="i8", form_id="i8", activity_id="i8", declined="?", counts="?",
    )  # fmt: skip
    offered_to = people.rows_of(offers["participant_id"])
    counts = offers["counts"] & (offers["form_id"] == people.forms[offered_to])
    waiver = np.zeros(len(people.forms), bool)
    waiver[people.rows_of(columns_of(waivers_on(on).filter(**theirs), participant_id="i8")["participant_id"])] = True
    return History(
        _taken(people, theirs, places),
        (people.rows_of(places["participant_id"]), places["activity_id"]),
        (offered_to[counts], offers["activity_id"][counts]),
        np.bincount(offered_to[offers["declined"]], minlength=len(waiver)),
        waiver,
    )


def _places(on: date, theirs: dict[str, Any]) -> Columns:
    lasting = Q(activity__last_on__gte=on, ended_on__isnull=True)
    return columns_of(
        Placement.objects.filter(**theirs)
        .exclude(state=PlacementState.CANCELLED)
        .annotate(
            lasting=ExpressionWrapper(lasting, BooleanField()),
            begins=minute_of_week("activity__weekday", "activity__starts_at"),
            lasts=Cast("activity__minutes", IntegerField()),
            first=F("activity__first_on"),
            last=F("activity__last_on"),
        ),
        participant_id="i8", activity_id="i8", lasting="?", begins="i4", lasts="i4", first=DAY, last=DAY,
    )  # fmt: skip


def _taken(people: People, theirs: dict[str, Any], places: Columns) -> NDArray[Any]:
    """Weekly times of their own, and those of the places that they have."""
    own = columns_of(
        TakenTime.objects.filter(**theirs).annotate(
            begins=minute_of_week("weekday", "starts_at"),
            lasts=Cast(minute_of_day("ends_at") - minute_of_day("starts_at"), IntegerField()),
        ),
        participant_id="i8", begins="i4", lasts="i4",
    )  # fmt: skip
    lasting = {name: column[places["lasting"]] for name, column in places.items()}
    rows = np.zeros(len(own["begins"]) + len(lasting["begins"]), TAKEN)
    rows["person"] = people.rows_of(np.concatenate([own["participant_id"], lasting["participant_id"]]))
    for field in ("begins", "lasts"):
        rows[field] = np.concatenate([own[field], lasting[field]])
    for field, ever in (("first", FIRST), ("last", LAST)):
        rows[field] = np.concatenate([np.full(len(own["begins"]), ever, "M8[D]"), lasting[field]])
    return rows[np.argsort(rows["person"], kind="stable")]
