"""The occasions of an approved activity, at Swedish wall time, skipping holidays with a note."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from associations.models import Activity, Occasion
from vida import clock
from vida.calendar import Skipped, weekly_occasions


def make_occasions(activity: Activity) -> date:
    """Create the series that the activity describes and return the day of the last occasion.

    An occasion that comes after skipped holidays says so in its note. The activity has no occasions before.
    """
    series = weekly_occasions(
        activity.first_on, activity.starts_at, activity.minutes, activity.occasions_planned, weekday=activity.weekday
    )
    waiting = list(series.skipped)
    made = []
    for number, time in enumerate(series.times, start=1):
        before = [skipped for skipped in waiting if skipped.day < clock.local(time.starts_at).date()]
        waiting = waiting[len(before) :]
        made.append(
            Occasion(
                node_id=activity.node_id,
                activity=activity,
                number=number,
                starts_at=time.starts_at,
                ends_at=time.ends_at,
                note=rest_note(before),
            )
        )
    Occasion.objects.bulk_create(made)
    return clock.local(series.times[-1].starts_at).date()


def rest_note(skipped: Sequence[Skipped] | Iterable[Skipped]) -> str:
    """Which days were skipped before an occasion: "Ingen träff 6 januari: trettondedag jul." ("" for none)."""
    notes = [
        _("Ingen träff %(day)s: %(holiday)s.")
        % {"day": date_format(each.day, "j F"), "holiday": each.holiday[:1].lower() + each.holiday[1:]}
        for each in skipped
    ]
    return " ".join(notes)[:200]
