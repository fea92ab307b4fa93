"""Demand against supply: what people wait for, where and when, and the places there are (R30, R94). Counts only."""

from reporting.selectors.needs.table import Need, Needs, needs_of

__all__ = ["Need", "Needs", "needs_of"]
