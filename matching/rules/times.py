"""Weekly times: what clashes with what, the way there and back included, and how a time is said (R80)."""

from datetime import time
from typing import Final

from django.utils.translation import gettext as _

from associations.models import Activity
from matching.rules.facts import Pair, Taken

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY


def first_clash(pair: Pair) -> Taken | None:
    """The taken time that the activity, or the way there or back, falls in; None when there is none.

    The way from home stands for the way from SFI or work. Times that only meet do not clash.
    """
    minutes = pair.travel.minutes if pair.travel else 0
    return next((taken for taken in pair.person.taken if _in_season(pair, taken) and _meet(pair, taken, minutes)), None)


def _in_season(pair: Pair, taken: Taken) -> bool:
    """Whether the taken time goes on while the activity does."""
    over = taken.last_on is not None and taken.last_on < pair.activity.first_on
    not_yet = taken.first_on is not None and taken.first_on > pair.activity.last_on
    return not (over or not_yet)


def _meet(pair: Pair, taken: Taken, minutes: int) -> bool:
    """Whether the two share time when the activity is widened by `minutes` each way; the week runs in a circle."""
    starts = pair.activity.weekday * DAY + pair.activity.starts - minutes
    length = pair.activity.minutes + 2 * minutes
    taken_starts = taken.weekday * DAY + taken.starts
    taken_length = taken.ends - taken.starts
    return (taken_starts - starts) % WEEK < length or (starts - taken_starts) % WEEK < taken_length


def clash_words(pair: Pair, taken: Taken) -> str:
    """ "krockar med SFI tisdag 17–19", or that only the way between is too long."""
    words = {"what": f"{taken.words} {taken_words(taken)}"}
    if _meet(pair, taken, 0):
        return _("krockar med %(what)s") % words
    return _("resvägen räcker inte till: %(what)s är för nära i tid") % words


def taken_words(taken: Taken) -> str:
    """ "tisdag 17–19"."""
    return f"{weekday_name(taken.weekday)} {hour(taken.starts)}–{hour(taken.ends)}"


def hour(minutes: int) -> str:
    """ "17" or "17.30", from minutes after midnight."""
    hours, rest = divmod(minutes % DAY, 60)
    return f"{hours}.{rest:02d}" if rest else str(hours)


def weekly_words(weekday: int, starts_at: time) -> str:
    """ "tisdag 18.00"."""
    return f"{weekday_name(weekday)} {starts_at.hour}.{starts_at.minute:02d}"


def weekday_name(weekday: int) -> str:
    """ "tisdag"; Monday is 0."""
    return str(Activity.Weekday(weekday).label)
