"""The forecast: who gets no offer in time, what is missing, and when each will be late (R116)."""

from matching.selectors.forecast.gaps import Gap, Reason, gaps_of, to_put_right
from matching.selectors.forecast.latest import Forecast, forecast_now
from matching.selectors.forecast.left import Left, left_without, listed
from matching.selectors.forecast.times import LATE, LATER, NEXT_WEEK, THIS_WEEK, WHEN, late_when, when

__all__ = [
    "LATE",
    "LATER",
    "NEXT_WEEK",
    "THIS_WEEK",
    "WHEN",
    "Forecast",
    "Gap",
    "Left",
    "Reason",
    "forecast_now",
    "gaps_of",
    "late_when",
    "left_without",
    "listed",
    "to_put_right",
    "when",
]
