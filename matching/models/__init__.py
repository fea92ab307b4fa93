from matching.models.offers import Offer

__all__ = ["Offer"]
