"""The models of matching."""

from matching.models.offers import Offer
from matching.models.rounds import MatchingRound, ProgrammeRound, Proposal, RoundActivity

__all__ = ["MatchingRound", "Offer", "ProgrammeRound", "Proposal", "RoundActivity"]
