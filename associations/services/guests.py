"""Guest places: free places of an activity that its node opens for another node of the programme (R83).

The wall lets no node see another's rows and no key refers across it. So the places move: they are taken away from the
activity at home and stand in a twin of it in the other node, where they are offered as that node's own. Rows are
locked home first, then twin.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Activity, ActivityInterest, Association, GuestPlaces, Occasion
from associations.services.activities import check_home
from associations.services.seats import add_seats, remove_seats
from associations.states import ACTIVITY
from nodes.actors import Actor
from nodes.models import Node
from nodes.tenancy import acting_between
from vida import clock

# What a twin has of its own; everything else is its home's.
OWN = {"id", "node", "association", "seats", "seats_taken", "seats_offered", "home_node", "home_activity", "created_at"}
OF_ASSOCIATION = (
    "name", "sort_key", "search_key", "kind", "organisation_number", "no_number_reason", "municipality_id", "address",
    "postcode", "email", "phone", "homepage", "activities_text",
)  # fmt: skip


class CannotOpen(Exception):
    """The places cannot be opened or taken back; `str()` says why, `field` which answer to change ("" for none)."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def open_places(*, activity: Activity, to_node: Node, seats: int, reason: str, by: Actor) -> GuestPlaces:
    """Let the other node have `seats` places in all, taken from those that nobody has or has been offered (R83).

    Makes the twin there the first time. With as many as it has already nothing changes. CannotOpen, NoSeatsToSpare
    where they are not free, BelongsElsewhere for a twin, NotAllowed as the table says.
    """
    home = _locked(activity, by)
    _check(home, to_node, reason)
    places = GuestPlaces.objects.filter(activity=home, to_node=to_node).first() or GuestPlaces(
        node_id=home.node_id, activity=home, to_node=to_node, seats=0
    )
    more = seats - places.seats
    if places.pk and more == 0:
        return places
    if more <= 0:
        raise CannotOpen(_too_few(places.seats), "seats")
    remove_seats(activity_id=home.pk, number=more)
    with acting_between(home.node_id, to_node.pk, why="guest places: open"):
        places.twin = _open_in_twin(home, to_node, more)
    places.seats, places.reason = seats, reason
    places.opened_at, places.opened_by = clock.now(), by.person
    places.taken_back_at = places.taken_back_by = None
    places.save()
    return places


@transaction.atomic
def take_back(*, places: GuestPlaces, by: Actor) -> GuestPlaces:
    """Take back what nobody in the other node has or has been offered. The same user doing it twice changes nothing.

    CannotOpen where all are taken or offered; NotAllowed as the table says.
    """
    home = _locked(places.activity, by)
    places = GuestPlaces.objects.select_related("to_node").get(pk=places.pk)
    with acting_between(home.node_id, places.to_node_id, why="guest places: take back"):
        twin = Activity.objects.select_for_update(of=("self",)).get(pk=places.twin)
        unused = twin.seats_free - twin.seats_held
        if unused:
            remove_seats(activity_id=twin.pk, number=unused)
    if not unused and places.taken_back_by == by.user:
        return places
    if not unused:
        raise CannotOpen(_("Alla platserna är tagna eller erbjudna i den andra noden. Ingen kan tas tillbaka nu."))
    add_seats(activity_id=home.pk, number=unused)
    places.seats -= unused
    places.taken_back_at, places.taken_back_by = clock.now(), by.person
    places.save(update_fields=["seats", "taken_back_at", "taken_back_by"])
    return places


def _locked(activity: Activity, by: Actor) -> Activity:
    """The home, locked, where its places may be moved."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("association", "node", "home_node")
    home = rows.get(pk=activity.pk)
    ACTIVITY.to("open_places", home.state, *by.roles)
    check_home(home, by)
    return home


def _check(home: Activity, to_node: Node, reason: str) -> None:
    if to_node.pk == home.node_id or to_node.programme_id != home.node.programme_id:
        raise CannotOpen(_("Välj en annan nod i samma program."), "to_node")
    if home.last_on < clock.today():
        raise CannotOpen(_("Alla tillfällen har redan varit."))
    if not reason.strip():
        raise CannotOpen(_("Skriv varför, så att den som läser sedan förstår."), "reason")


def _too_few(there: int) -> str:
    if not there:
        return _("Skriv minst en plats.")
    words = ngettext(
        "Noden har redan %(n)d plats. Skriv hur många den ska ha i allt, eller ta tillbaka de lediga.",
        "Noden har redan %(n)d platser. Skriv hur många den ska ha i allt, eller ta tillbaka de lediga.",
        there,
    )
    return words % {"n": there}


def _open_in_twin(home: Activity, to_node: Node, number: int) -> int:
    """So many more places in the twin, which is made where there is none; returns its key."""
    twin = Activity.objects.select_for_update(of=("self",)).filter(
        node=to_node, home_node_id=home.node_id, home_activity=home.pk
    )
    if found := twin.first():
        add_seats(activity_id=found.pk, number=number)
        return found.pk
    return _make_twin(home, to_node, number).pk


def _make_twin(home: Activity, to_node: Node, number: int) -> Activity:
    """The same content, interest areas and occasions, at the same moments, for the other node's own participants."""
    same = {f.attname: getattr(home, f.attname) for f in Activity._meta.concrete_fields if f.name not in OWN}
    twin = Activity.objects.create(
        **same,
        node=to_node,
        association=_association_in(home, to_node),
        seats=number,
        home_node_id=home.node_id,
        home_activity=home.pk,
    )
    _copy(ActivityInterest, home, twin)
    _copy(Occasion, home, twin)
    return twin


def _copy(model: Any, home: Activity, twin: Activity) -> None:
    fields = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "node", "activity")]
    rows = model.objects.filter(activity=home).order_by("id").values(*fields)
    model.objects.bulk_create(model(**row, node_id=twin.node_id, activity=twin) for row in rows)


def _association_in(home: Activity, to_node: Node) -> Association:
    """The association as the other node knows it: by its number, by an earlier twin of it, else made now (R99)."""
    owner, there = home.association, Association.objects.filter(node=to_node)
    assert owner is not None  # noqa: S101 - an approved activity has its association
    if owner.organisation_number:
        known = there.filter(organisation_number=owner.organisation_number)
    else:
        theirs = list(owner.activities.values_list("pk", flat=True))
        known = there.filter(activities__home_node=home.node_id, activities__home_activity__in=theirs)
    return known.order_by("id").first() or Association.objects.create(
        **{name: getattr(owner, name) for name in OF_ASSOCIATION},
        node=to_node,
        source=_("Gästplatser från %(node)s") % {"node": home.node},
    )
