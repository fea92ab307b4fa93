"""What a person who is offered an activity gets to know: activity, time, place and contact (R121)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from associations.models import Activity
from matching.rules.times import weekly_words
from participants.models import Participant
from vida.calendar import long_date

SWEDISH = "sv"


def when_words(activity: Activity, first: datetime) -> str:
    """ "Tisdag 18.00 i 90 minuter, 8 gånger. Första gången: tisdag 1 december 2026 kl 18.00." """
    words = _("%(weekly)s i %(minutes)d minuter, %(count)d gånger. Första gången: %(first)s.") % {
        "weekly": weekly_words(activity.weekday, activity.starts_at),
        "minutes": activity.minutes,
        "count": activity.occasions_planned,
        "first": long_date(first),
    }
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Text:
    """What a paper says in one language: when the activity is, in that language's words."""

    language: str
    when: str


def texts_for(participant: Participant, activity: Activity, first: datetime) -> tuple[Text, ...]:
    """The interpreter's language first where the product speaks it, then easy Swedish (R113)."""
    own = participant.interpreter_language
    languages = [own, SWEDISH] if own != SWEDISH and own in dict(settings.LANGUAGES) else [SWEDISH]
    return tuple(_text(language, activity, first) for language in languages)


def _text(language: str, activity: Activity, first: datetime) -> Text:
    with override(language):
        return Text(language, when_words(activity, first))
