"""Two nodes of one programme: one opens places of its football for the other."""

from __future__ import annotations

from dataclasses import dataclass

from associations.models import Activity, GuestPlaces
from associations.services.guests import open_places, take_back
from tests.factories import neighbour_of
from tests.matching.conftest import Place, place

REASON = "Närmare hem för dem som bor vid gränsen."


@dataclass
class Neighbours:
    """`home` has `football` with ten places; `guest` is the other node."""

    home: Place
    guest: Place
    football: Activity

    def open(self, seats: int = 3, **more) -> GuestPlaces:
        """So many places for the guests."""
        with self.home.scope:
            values = {"activity": self.football, "to_node": self.guest.node, "seats": seats, "reason": REASON}
            return open_places(**values | {"by": self.home.coordinator} | more)

    def take_back(self, places: GuestPlaces) -> GuestPlaces:
        """Those that nobody uses."""
        with self.home.scope:
            return take_back(places=places, by=self.home.coordinator)

    def twin(self) -> Activity:
        """The guests' activity, as they see it."""
        with self.guest.scope:
            rows = Activity.objects.select_related("association", "home_node", "node", "municipality")
            return rows.get(home_activity=self.football.pk)

    def seats(self) -> tuple[int, int]:
        """How many places there are at home and there."""
        with self.home.scope:
            home = Activity.objects.get(pk=self.football.pk).seats
        return home, self.twin().seats


def neighbours(**activity) -> Neighbours:
    """Both, with nothing opened yet."""
    home = place("vast")
    guest = place("nordost", node=neighbour_of(home.node, slug="nordost"))
    with home.scope:
        football = home.activity(**{"seats": 10, "contact_email": "bjorn@example.se"} | activity)
    return Neighbours(home, guest, football)
