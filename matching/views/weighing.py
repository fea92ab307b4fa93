"""Whether suggestions weigh what places are worth to others (R60, R116): as the reader chose last, on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from matching.scoring import LastPrices
from matching.selectors.prices import last_prices

CHOICE = "platspris"  # in an address, and then in the session: who has seen one order finds no other on the next page
WITH, WITHOUT = "ja", "nej"


@dataclass(frozen=True)
class Weighing:
    """The node's last prices, those that suggestions weigh (none, where the reader wants none), and the way to change:
    the same page with the other choice.
    """

    prices: LastPrices | None
    weighs: LastPrices | None
    other_way: str


def weighing_of(request: HttpRequest) -> Weighing:
    """How the suggestions of the page are to be ranked. Two queries."""
    session, asked = request.session, request.GET.get(CHOICE)
    if asked in (WITH, WITHOUT) and asked != session.get(CHOICE, WITH):
        session[CHOICE] = asked
    prices, chosen = last_prices(request.access.node), session.get(CHOICE, WITH)
    query = request.GET.copy()
    query[CHOICE] = WITH if chosen == WITHOUT else WITHOUT
    return Weighing(prices, None if chosen == WITHOUT else prices, f"?{query.urlencode()}")
