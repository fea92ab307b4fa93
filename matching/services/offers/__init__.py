"""Offers: given, answered, taken back, and put right after a mistaken click (R68, R117–R120).

Rows are locked in one order, and several of a kind in the order of their keys: offer, form, placement, activity. The
activity comes last, as the row at which everybody meets who wants a place in it; so whoever takes many offers at once,
as a cancelled activity does or a person who leaves, locks all of them before it (`rows`). Whoever opens an offer reads
the activity's state with its row locked, and who undoes an answer the person's, which is locked last of all. Two people
at once wait, and never lock each other out.
"""

from matching.services.offers.answering import accept, decline, undo
from matching.services.offers.giving import give
from matching.services.offers.giving_all import NotAllGiven, give_all, why_not_all
from matching.services.offers.waiting import expire, give_more_time, withdraw

__all__ = [
    "NotAllGiven",
    "accept",
    "decline",
    "expire",
    "give",
    "give_all",
    "give_more_time",
    "undo",
    "why_not_all",
    "withdraw",
]
