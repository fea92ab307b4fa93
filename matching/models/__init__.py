"""The models of matching."""

from matching.models.offers import Offer

__all__ = ["Offer"]
