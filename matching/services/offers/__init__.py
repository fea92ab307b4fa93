"""Offers: given, answered, taken back, and put right after a mistaken click (R68, R117–R120).

Rows are locked in one order, offer before form before activity, so that two people at once wait and never lock each
other out.
"""

from matching.services.offers.answering import accept, decline, undo
from matching.services.offers.giving import NotAllGiven, give, give_all
from matching.services.offers.waiting import expire, give_more_time, withdraw

__all__ = ["NotAllGiven", "accept", "decline", "expire", "give", "give_all", "give_more_time", "undo", "withdraw"]
