"""What a place was worth in the node's last matching, so that a scarce one goes where it is needed (R60, R116)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import numpy as np

from matching.engine import SeatPrices
from matching.models import MatchingRound, RoundActivity
from matching.scoring import LastPrices
from matching.states import RoundState
from nodes.models import Node
from vida import clock

KEPT_FOR: Final = timedelta(days=7)  # then too much has changed since


def last_prices(node: Node) -> LastPrices | None:
    """The prices of the newest matching of everybody in the node, a forecast's too; None where it is older than a week.

    A matching of chosen people knows nothing of what the others need. Two queries.
    """
    rounds = MatchingRound.objects.filter(node=node, chosen_forms=None, meeting=None)
    rounds = rounds.filter(state__in=[RoundState.PROPOSED, RoundState.CONFIRMED])
    last = rounds.filter(proposed_at__gte=clock.now() - KEPT_FOR).order_by("-proposed_at", "-id").first()
    if last is None or last.proposed_at is None:
        return None
    dear = dict(RoundActivity.objects.filter(round=last, price__gt=0).values_list("activity_id", "price"))
    prices = prices_of(last.figures, [0, *dear.values()])
    return LastPrices(clock.local(last.proposed_at).date(), prices, {pk: at for at, pk in enumerate(dear, start=1)})


def prices_of(figures: Mapping[str, Any], prices: list[int]) -> SeatPrices:
    """Kept prices in the engine's own form, with what the round's figures say about its money."""
    money = figures["money"]
    return SeatPrices(
        np.array(prices, np.int64),
        tuple((name, weight) for name, weight in money["weights"]),
        np.array(money["of_rank"], np.int64),
        money["of_travel"],
    )
