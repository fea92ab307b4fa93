"""What a participant has been offered and has taken part in, for the person's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from matching.models import Offer
from matching.states import OfferState
from participants.models import Participant
from placements.models import Attendance, Placement
from placements.states import PlacementState


@dataclass(frozen=True)
class Course:
    """A person's offers and placements, the latest first; each placement with `came`, the number of times."""

    offers: list[Offer]
    placements: list[Placement]

    @property
    def open_offer(self) -> Offer | None:
        """The offer that waits for an answer."""
        return next((offer for offer in self.offers if offer.state == OfferState.GIVEN), None)

    @property
    def takes_part(self) -> bool:
        """Whether there is a place that has not ended."""
        return any(one.ended_on is None for one in self.placements)

    @property
    def to_plan(self) -> Placement | None:
        """The place that is not yet written into the plan (R119)."""
        waits = (PlacementState.AGREED, PlacementState.STARTED)
        return next((one for one in self.placements if one.state in waits and one.plan_entered_on is None), None)


def course_of(participant: Participant) -> Course:
    """The offers and placements of one person; two queries."""
    offers = Offer.objects.filter(participant=participant).select_related("activity", "given_by")
    came = Count("attendance", filter=Q(attendance__mark=Attendance.Mark.PRESENT))
    placements = Placement.objects.filter(participant=participant).select_related("activity").annotate(came=came)
    return Course(list(offers.order_by("-given_at", "-id")), list(placements.order_by("-agreed_on", "-id")))
