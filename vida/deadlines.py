"""How far away a last day is, in the same words everywhere: page, mail, document."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NEAR = 4  # days left: day 10 of the 14 that an offer may take (R117)


class Deadline(NamedTuple):
    """A last day as a person reads it: the words, the tone of the colour and the icon that goes with both."""

    words: str
    tone: str
    icon: str


def deadline(due_on: date, today: date) -> Deadline:
    """What to say on `today` about something that has `due_on` as its last day."""
    left = (due_on - today).days
    if left < 0:
        return Deadline(ngettext("%(n)s dag försenat", "%(n)s dagar försenat", -left) % {"n": -left}, "danger", "danger")
    if left == 0:
        return Deadline(_("sista dag i dag"), "warning", "hourglass")
    words = ngettext("%(n)s dag kvar", "%(n)s dagar kvar", left) % {"n": left}
    return Deadline(words, "warning", "hourglass") if left <= NEAR else Deadline(words, "neutral", "clock")
