"""From the database to the engine: the problem of a node, in arrays.

What a page weighs pair by pair, in words (`matching.rules`), is weighed here for a whole node at once; the two agree on
every pair, and the tests hold them to it.
"""

from matching.selectors.problems.missing import what_is_missing
from matching.selectors.problems.node import NodeProblem, node_problem, why_not, why_nots
from matching.selectors.problems.one import sides_of_one
from matching.selectors.problems.waiting import waiting_class

__all__ = ["NodeProblem", "node_problem", "sides_of_one", "waiting_class", "what_is_missing", "why_not", "why_nots"]
