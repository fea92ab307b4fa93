"""The rules themselves, each once. Their codes are the engine's, so that page and round say the same."""

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from associations.models import Activity
from matching.rules.facts import Pair
from matching.rules.rule import Rule
from matching.rules.times import clash_words, first_clash
from matching.states import OfferState
from nodes.languages import any_language
from participants.models import Participant
from vida.calendar import age_on


def _day(day: date) -> str:
    return date_format(day, "j E", use_l10n=False)


def _node(pair: Pair) -> str:
    """Guest places are of another node: they are offered with a reason, and never by themselves."""
    return _("hör till en annan nod (%(node)s)") % {"node": pair.activity.home} if pair.activity.home else ""


def _seat(pair: Pair) -> str:
    return "" if pair.activity.seats_free > 0 else _("fullt")


def _held(pair: Pair) -> str:
    free = pair.activity.seats_free
    if free <= 0 or free > pair.activity.seats_held:
        return ""
    return ngettext("den lediga platsen är redan erbjuden", "de lediga platserna är redan erbjudna", free)


def _start(pair: Pair) -> str:
    days = (pair.activity.first_on - pair.on).days
    if days <= 0:
        return _("har redan börjat (%(day)s)") % {"day": _day(pair.activity.first_on)}
    if days <= pair.horizon:
        return ""
    return _("startar om %(days)d dagar, längre bort än %(horizon)d") % {"days": days, "horizon": pair.horizon}


def _waiver(pair: Pair) -> str:
    """It is needed when the association is told something, not while the activity lasts. So the day of the offer
    decides here; the attendance list, which may be printed much later, asks for itself and names nobody without.
    """
    return "" if pair.person.waiver else _("medgivande att lämna uppgifter till föreningen saknas")


def _eligibility(pair: Pair) -> str:
    return pair.person.not_eligible(pair.activity.first_on)


def _sex(pair: Pair) -> str:
    for_whom, sex = pair.activity.for_whom, pair.person.sex
    if for_whom == Activity.ForWhom.WOMEN and sex != Participant.Sex.WOMAN:
        return _("bara för kvinnor")
    if for_whom == Activity.ForWhom.MEN and sex != Participant.Sex.MAN:
        return _("bara för män")
    return ""


def _age(pair: Pair) -> str:
    """Whole years on the day the activity starts, both limits included."""
    low, high = pair.activity.min_age, pair.activity.max_age
    age = age_on(pair.person.born, max(pair.activity.first_on, pair.person.born))
    if (low is None or age >= low) and (high is None or age <= high):
        return ""
    if low is not None and high is not None:
        return _("bara för %(low)d–%(high)d år") % {"low": low, "high": high}
    return _("från %(age)d år") % {"age": low} if low is not None else _("till och med %(age)d år") % {"age": high}


def _children(pair: Pair) -> str:
    if pair.activity.children_welcome or not pair.person.children:
        return ""
    return ngettext("barnet får inte följa med", "barnen får inte följa med", pair.person.children)


def _language(pair: Pair) -> str:
    """What the person speaks stands in the way only where it is known."""
    needed, spoken = pair.activity.languages, pair.person.languages
    if not needed or not spoken or spoken.intersection(needed):
        return ""
    return _("man behöver tala %(languages)s") % {"languages": any_language(needed)}


def _travel(pair: Pair) -> str:
    most = pair.person.most_travel
    if most is None or pair.travel is None or pair.travel.minutes <= most:
        return ""
    return _("resvägen är ungefär %(minutes)d minuter, längre än %(most)d") % {
        "minutes": pair.travel.minutes,
        "most": most,
    }


def _clash(pair: Pair) -> str:
    taken = first_clash(pair)
    return clash_words(pair, taken) if taken else ""


def _placed(pair: Pair) -> str:
    return _("har eller har haft en plats här") if pair.activity.pk in pair.person.placed else ""


def _offered(pair: Pair) -> str:
    """Which offers count until the person is asked again is said in `matching.selectors.demand`."""
    earlier = pair.person.offered.get(pair.activity.pk)
    if earlier is None or pair.activity.pk in pair.person.placed:
        return ""
    words = {
        OfferState.DECLINED: _("har tackat nej, erbjöds %(day)s"),
        OfferState.EXPIRED: _("har erbjudits %(day)s utan att svara"),
    }
    return words.get(OfferState(earlier.state), _("har redan erbjudits %(day)s")) % {"day": _day(earlier.on)}


RULES: Final = (
    Rule("waiver", "R178", gettext_lazy("Medgivande"), _waiver, firm=True, about_person=True),
    Rule("eligibility", "R54", gettext_lazy("Målgrupp"), _eligibility, firm=True, about_person=True),
    Rule("seat", "R115", gettext_lazy("Ledig plats"), _seat, firm=True),
    Rule("sex", "R92", gettext_lazy("För vem"), _sex, firm=True),
    Rule("age", "R92", gettext_lazy("Ålder"), _age, firm=True),
    Rule("placed", "R115", gettext_lazy("Plats sedan tidigare"), _placed, firm=True),
    Rule("node", "R83", gettext_lazy("Egen nod"), _node, needs_reason=True),
    Rule("held", "R115", gettext_lazy("Plats som ingen har erbjudits"), _held),
    Rule("clash", "R80", gettext_lazy("Upptagna tider"), _clash),
    Rule("travel", "R83", gettext_lazy("Resväg"), _travel),
    Rule("children", "R92", gettext_lazy("Barn med"), _children),
    Rule("language", "R115", gettext_lazy("Språk"), _language),
    Rule("start", "R113", gettext_lazy("Start"), _start),
    Rule("offered", "R120", gettext_lazy("Erbjudet förut"), _offered),
)
