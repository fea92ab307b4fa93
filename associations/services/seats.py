"""The places of an activity: one conditional UPDATE, so that two who click at once never share the last one (R115)."""

from django.db.models import F
from django.utils.translation import gettext as _

from associations.models import Activity


class NoSeatLeft(Exception):
    """Somebody else was quicker, or the activity is full; `str()` is a sentence for the person who tried."""

    def __str__(self) -> str:
        return _("Aktiviteten är full: ingen plats är ledig längre. Välj en annan aktivitet.")


def take_seat(*, activity_id: int) -> None:
    """Take one place. NoSeatLeft when there is none; the count is compared and raised in the same statement."""
    free = Activity.objects.filter(pk=activity_id, seats_taken__lt=F("seats"))
    if not free.update(seats_taken=F("seats_taken") + 1):
        raise NoSeatLeft


def give_back_seat(*, activity_id: int) -> None:
    """Give one place back; with none taken nothing happens, so that giving back twice is no error."""
    Activity.objects.filter(pk=activity_id, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)
