"""Equity: how far people come from being asked to having completed, by sex and by age (R91). Counts only.

No choice and no weight is made from these figures: they are for people to read.
"""

from reporting.selectors.equity.table import Equity, Group, equity_of

__all__ = ["Equity", "Group", "equity_of"]
