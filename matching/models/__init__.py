"""The models of matching."""

from matching.models.meetings import MeetingTap
from matching.models.offers import Offer
from matching.models.rounds import MatchingRound, ProgrammeRound, Proposal, RoundActivity

__all__ = ["MatchingRound", "MeetingTap", "Offer", "ProgrammeRound", "Proposal", "RoundActivity"]
