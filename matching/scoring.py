"""What suits best, and the parts of the score in words: choice, way, time, places, start (R60, R83)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine import SeatPrices
from matching.engine.pairs import travel_score
from matching.rules import Pair
from matching.rules.times import first_clash, weekly_words
from nodes.travel import km_in_words

FAR: Final = 10_000  # minutes; where the way is not known


@dataclass(frozen=True, eq=False)
class LastPrices:
    """What places were worth in a matching on a day: `at` is each dear activity's row in `prices`, and row 0 is free.

    An activity that the matching did not know costs nothing.
    """

    on: date
    prices: SeatPrices
    at: Mapping[int, int]

    def order(self, pair: Pair) -> tuple[int, int]:
        """The sort key, least first: what the pair costs in all, seat and wish and way, in the engine's money;
        of equals the seat that is worth least to others. A price is what one more seat would gain, so that whoever
        could as well go elsewhere is indifferent to it, while one less would cost somebody more.
        """
        at, level, travel = (
            np.array([each], np.int64) for each in (self.at.get(pair.activity.pk, 0), pair.level, travel_points(pair))
        )
        return int(self.prices.cost(at, level, travel)[0]), int(self.prices.price[at[0]])


def in_order(pairs: Iterable[Pair], prices: LastPrices | None = None) -> list[Pair]:
    """The pairs, the best first. With prices a scarce place comes after another that serves the person as well."""
    plain = sorted(pairs, key=order)
    return sorted(plain, key=prices.order) if prices else plain


def order(pair: Pair) -> tuple[int, int, int, int]:
    """The sort key, least first: how well the wishes are met, minutes of travel, day of start, and a stable end."""
    return pair.level, way(pair), pair.activity.first_on.toordinal(), pair.activity.pk


def way(pair: Pair) -> int:
    """Minutes of travel; far where the way is not known."""
    return pair.travel.minutes if pair.travel else FAR


def travel_points(pair: Pair) -> int:
    """The way and the wait until the start in the engine's points, fewer being better."""
    return int(travel_score(np.int64(way(pair)), np.datetime64(pair.activity.first_on), np.datetime64(pair.on)))


def reasons(pair: Pair) -> tuple[str, ...]:
    """The parts in words: "Val 1: fotboll", "2,1 km", "tisdag 18.00, krockar inte med SFI", "4 platser", "startar om 6
    dagar".
    """
    return (wish_words(pair), travel_words(pair), time_words(pair), seat_words(pair), start_words(pair))


def wish_words(pair: Pair) -> str:
    """Which wish is met: "Val 1: fotboll", "Nära val 2 (sång och kör): gitarr", "Utanför önskemålen"."""
    if pair.wish is None:
        return _("Utanför önskemålen")
    if not pair.near:
        return _("Val %(rank)d: %(area)s") % {"rank": pair.wish.rank, "area": lower_first(pair.wish.name)}
    others = ", ".join(lower_first(name) for _code, group, name in pair.activity.areas if group == pair.wish.group)
    return _("Nära val %(rank)d (%(area)s): %(others)s") % {
        "rank": pair.wish.rank,
        "area": lower_first(pair.wish.name),
        "others": others,
    }


def travel_words(pair: Pair) -> str:
    """ "2,1 km, ungefär 15 minuter"."""
    if pair.travel is None:
        return _("okänd resväg")
    return _("%(km)s, ungefär %(minutes)d minuter") % {
        "km": km_in_words(pair.travel.km),
        "minutes": pair.travel.minutes,
    }


def time_words(pair: Pair) -> str:
    """ "tisdag 18.00, krockar inte med SFI"; the rule says what it does clash with."""
    when = weekly_words(pair.activity.weekday, pair.activity.starts_at)
    if not pair.person.taken or first_clash(pair):
        return when
    kinds = list(dict.fromkeys(taken.words for taken in pair.person.taken))
    return _("%(when)s, krockar inte med %(what)s") % {"when": when, "what": _listed(kinds)}


def seat_words(pair: Pair) -> str:
    """ "4 platser"."""
    free = pair.activity.seats_free
    return ngettext("%(n)d plats", "%(n)d platser", free) % {"n": free}


def start_words(pair: Pair) -> str:
    """ "startar om 6 dagar"; the rule says when it began."""
    days = (pair.activity.first_on - pair.on).days
    if days <= 0:
        return _("har börjat") if days else _("startar i dag")
    if days == 1:
        return _("startar i morgon")
    return ngettext("startar om %(days)d dag", "startar om %(days)d dagar", days) % {"days": days}


def lower_first(name: str) -> str:
    """The name inside a sentence: "fotboll", but "IT och datorer" as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _listed(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
