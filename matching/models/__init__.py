"""The models of matching."""

from matching.models.meetings import MeetingTap
from matching.models.offers import Offer
from matching.models.outreach import OutreachContact, OutreachTask
from matching.models.rounds import MatchingRound, ProgrammeRound, Proposal, RoundActivity

__all__ = [
    "MatchingRound",
    "MeetingTap",
    "Offer",
    "OutreachContact",
    "OutreachTask",
    "ProgrammeRound",
    "Proposal",
    "RoundActivity",
]
