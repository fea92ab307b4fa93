"""The places of an activity, taken and offered: conditional UPDATEs, so that two who click at once never share the last
one (R115).

An offer that waits for its answer holds a place, so that no round and no colleague offers the same one meanwhile; a
person may still offer more than there are, knowing it.
"""

from collections.abc import Mapping

from django.db.models import Case, F, IntegerField, When
from django.utils.translation import gettext as _

from associations.models import Activity


class NoSeatLeft(Exception):
    """Somebody else was quicker, or the activity is full; `str()` is a sentence for the person who tried."""

    def __str__(self) -> str:
        return _("Aktiviteten är full: ingen plats är ledig längre. Välj en annan aktivitet.")


class NoSeatUnoffered(Exception):
    """Every free place waits for somebody's answer already; `str()` is a sentence for the person who tried."""

    def __str__(self) -> str:
        return _("Alla lediga platser är redan erbjudna till andra, som inte har svarat än.")


class NoSeatsToSpare(Exception):
    """Fewer places are free and unoffered than were to be taken away; `str()` is a sentence for who tried."""

    def __str__(self) -> str:
        return _("Så många platser är inte lediga längre. Ladda om sidan och se hur många som går.")


def take_seat(*, activity_id: int) -> None:
    """Take one place. NoSeatLeft when there is none; the count is compared and raised in the same statement."""
    free = Activity.objects.filter(pk=activity_id, seats_taken__lt=F("seats"))
    if not free.update(seats_taken=F("seats_taken") + 1):
        raise NoSeatLeft


def give_back_seat(*, activity_id: int) -> None:
    """Give one place back; with none taken nothing happens, so that giving back twice is no error."""
    Activity.objects.filter(pk=activity_id, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)


def hold_seats(numbers: Mapping[int, int], *, over: bool = False) -> None:
    """Hold places for offers that are given now: so many in each activity, by its key; one statement.

    NoSeatUnoffered where fewer are left in any of them, unless `over`. Who holds places in several has their rows
    locked before, in the order of their keys.
    """
    more = Case(*(When(pk=pk, then=number) for pk, number in numbers.items()), output_field=IntegerField())
    rows = Activity.objects.filter(pk__in=numbers)
    if not over:
        rows = rows.filter(seats__gte=F("seats_taken") + F("seats_offered") + more)
    if rows.update(seats_offered=F("seats_offered") + more) < len(numbers):
        raise NoSeatUnoffered


def release_seat(*, activity_id: int) -> None:
    """The offer no longer waits for an answer: what it held is free to offer."""
    Activity.objects.filter(pk=activity_id, seats_offered__gt=0).update(seats_offered=F("seats_offered") - 1)


def remove_seats(*, activity_id: int, number: int) -> None:
    """Take places away that nobody has taken or been offered. NoSeatsToSpare where there are fewer."""
    spare = Activity.objects.filter(pk=activity_id, seats__gte=F("seats_taken") + F("seats_offered") + number)
    if not spare.update(seats=F("seats") - number):
        raise NoSeatsToSpare


def add_seats(*, activity_id: int, number: int) -> None:
    """So many places more."""
    Activity.objects.filter(pk=activity_id).update(seats=F("seats") + number)
