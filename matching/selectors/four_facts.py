"""What a person who is offered an activity gets to know: activity, time, place and contact (R121)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from associations.models import Activity
from matching.rules.times import weekly_words
from vida.calendar import long_date


def when_words(activity: Activity, first: datetime) -> str:
    """ "Tisdag 18.00 i 90 minuter, 8 gånger. Första gången: tisdag 1 december 2026 kl 18.00." """
    words = _("%(weekly)s i %(minutes)d minuter, %(count)d gånger. Första gången: %(first)s.") % {
        "weekly": weekly_words(activity.weekday, activity.starts_at),
        "minutes": activity.minutes,
        "count": activity.occasions_planned,
        "first": long_date(first),
    }
    return words[:1].upper() + words[1:]
