"""What the pages of matching rounds show: a board by person and by activity, two compared, what would follow."""

from matching.selectors.rounds.board import BoardLine, board_rows, lines_for
from matching.selectors.rounds.comparing import Comparison, compare, with_changes
from matching.selectors.rounds.shelves import activities_in, with_people
from matching.selectors.rounds.supposing import Places, Supposition, places_for, suppose
from matching.selectors.rounds.totals import Totals, totals_of

__all__ = [
    "BoardLine",
    "Comparison",
    "Places",
    "Supposition",
    "Totals",
    "activities_in",
    "board_rows",
    "compare",
    "lines_for",
    "places_for",
    "suppose",
    "totals_of",
    "with_changes",
    "with_people",
]
