"""The lists of matching."""

from matching.tables.forecast import LeftTable
from matching.tables.outreach import OutreachTable
from matching.tables.people import OfferTable, PersonTable, WaitingTable
from matching.tables.rounds import ActivityTable, BoardTable, ChangeTable, ProgrammeRoundTable, RoundTable

__all__ = [
    "ActivityTable",
    "BoardTable",
    "ChangeTable",
    "LeftTable",
    "OfferTable",
    "OutreachTable",
    "PersonTable",
    "ProgrammeRoundTable",
    "RoundTable",
    "WaitingTable",
]
