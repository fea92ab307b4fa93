"""The lists of matching."""

from matching.tables.forecast import LeftTable
from matching.tables.outreach import OutreachTable
from matching.tables.people import OfferTable, WaitingTable

__all__ = ["LeftTable", "OfferTable", "OutreachTable", "WaitingTable"]
