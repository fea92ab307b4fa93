"""The report's figures: counted in the database, each with its definition; only aggregates leave this folder."""

from reporting.selectors.figures.quarter import Figures, figures_of

__all__ = ["Figures", "figures_of"]
