"""What is counted: which programme, which nodes, from when to when."""

from dataclasses import dataclass
from datetime import date

from nodes.models import Programme
from nodes.selectors.terms import terms_on
from vida import clock
from vida.calendar import Quarter


@dataclass(frozen=True)
class Span:
    """A quarter of a programme. The period is `first` to `until`, the total `start` to `until`, all days included."""

    programme_id: int
    nodes: tuple[int, ...]
    start: date
    first: date
    until: date
    offer_days: int

    @property
    def parameters(self) -> dict:
        """The values that the queries name."""
        return {
            "programme": self.programme_id,
            "nodes": list(self.nodes),
            "start": self.start,
            "first": self.first,
            "until": self.until,
            "days": self.offer_days,
        }


def span_of(programme: Programme, quarter: Quarter) -> Span:
    """The quarter as far as it has come: what has not happened yet is not counted as missing."""
    return Span(
        programme_id=programme.pk,
        nodes=tuple(programme.nodes.order_by("id").values_list("id", flat=True)),
        start=programme.starts_on,
        first=quarter.first_day,
        until=min(quarter.last_day, clock.today()),
        offer_days=terms_on(programme, quarter.last_day).offer_days,
    )
