"""How a node serves its municipalities: nobody's may be forgotten (R11, R44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Aggregate, Count, Max, QuerySet

from associations.models import Activity, Association
from matching.models import Offer
from matching.states import OfferState
from nodes.models import Municipality, Node
from nodes.tenancy import counting_in
from participants.models import InterestForm
from reporting.hiding import hidden_cells
from vida import clock

SILENT_AFTER_DAYS = 60  # R11


@dataclass(frozen=True)
class Coverage:
    """One municipality. `waiting` and `accepted` are people, None where hidden; the rest are bodies and places."""

    municipality: Municipality
    waiting: int | None
    accepted: int | None
    associations: int
    activities: int
    is_silent: bool


def coverage(node: Node, *, shared: bool) -> list[Coverage]:
    """Every municipality of the node today, in Swedish order. Five queries; audited."""
    today = clock.today()
    places = list(Municipality.objects.filter(pk__in=_municipalities(node, today)).order_by("sort_key"))
    with counting_in((node.pk,), why="coverage of municipalities"):
        waiting = _by(InterestForm.objects.waiting().values_list("participant__municipality"), Count("id"))
        accepted = Offer.objects.filter(state=OfferState.ACCEPTED).values_list("participant__municipality")
        people = _by(accepted, Count("participant", distinct=True))
        latest = _by(Offer.objects.values_list("participant__municipality"), Max("given_on"))
        associations = _by(Association.objects.active().values_list("municipality"), Count("id"))
        activities = _by(Activity.objects.own().offerable(today).values_list("municipality"), Count("id"))
    hidden = _hidden(waiting, "waiting") | _hidden(people, "accepted") if shared else set()
    silent = today - timedelta(days=SILENT_AFTER_DAYS)
    return [
        Coverage(
            place,
            None if ("waiting", place.pk) in hidden else waiting.get(place.pk, 0),
            None if ("accepted", place.pk) in hidden else people.get(place.pk, 0),
            associations.get(place.pk, 0),
            activities.get(place.pk, 0),
            is_silent=latest.get(place.pk, date.min) < silent,
        )
        for place in places
    ]


def _municipalities(node: Node, on: date) -> QuerySet:
    belongs = node.node_municipalities.filter(valid_from__lte=on).exclude(valid_to__lte=on)
    return belongs.values("municipality")


def _by(rows: QuerySet, number: Aggregate) -> dict:
    return dict(rows.annotate(number=number).order_by())


def _hidden(numbers: dict[str, int], what: str) -> set:
    """The cells to hide, as though the node's own total were shown: elsewhere it is."""
    cells: dict[tuple[str, ...], int] = {(what, code): number for code, number in numbers.items()}
    total = (what, "")
    return set(hidden_cells({**cells, total: sum(numbers.values())}, [(total, list(cells))], kept=[total]))
