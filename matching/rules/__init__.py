"""What stands in the way of a pair: each rule one named object, in words (R80, R83, R115).

The suggestions, "why not", the log of offers and the matching round all ask these. The wall shows a node its own
activities only; among them stand the twins in which other nodes have opened guest places, each with a rule in its way.
"""

from matching.rules.facts import ActivityFacts, EarlierOffer, Pair, PersonFacts, Taken, Wish, pair_of
from matching.rules.rule import Obstacle, Rule, obstacles
from matching.rules.table import RULES

__all__ = [
    "RULES",
    "ActivityFacts",
    "EarlierOffer",
    "Obstacle",
    "Pair",
    "PersonFacts",
    "Rule",
    "Taken",
    "Wish",
    "obstacles",
    "pair_of",
]
