"""The filter rows of matching's lists. A protected person's place and wishes are never found by a filter (facts §
4.3).
"""

from matching.filters.lists import LeftFilter, OfferFilter, OutreachFilter, WaitingFilter
from matching.filters.rounds import BoardFilter, ShelfFilter

__all__ = ["BoardFilter", "LeftFilter", "OfferFilter", "OutreachFilter", "ShelfFilter", "WaitingFilter"]
