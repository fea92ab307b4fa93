"""What a participant's page shows of forms, offers and places."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q

from matching.models import Offer
from participants.models import InterestForm, Participant
from placements.models import Attendance, Placement


@dataclass(frozen=True)
class Story:
    """A person's forms, offers and placements, the latest first. Placements carry `came`, of
    `activity.occasions_planned`.
    """

    forms: list[InterestForm]
    offers: list[Offer]
    placements: list[Placement]

    @property
    def current_form(self) -> InterestForm | None:
        """The form that is open, else the latest."""
        still_open = (form for form in self.forms if form.state in ("waiting", "offered"))
        return next(still_open, self.forms[0] if self.forms else None)

    @property
    def open_offer(self) -> Offer | None:
        """The offer that waits for an answer."""
        return next((offer for offer in self.offers if offer.state == "given"), None)


def story_of(participant: Participant) -> Story:
    """Everything about a person that lives in matching and placements; four queries."""
    forms = InterestForm.objects.filter(participant=participant).prefetch_related("choices__area")
    offers = Offer.objects.filter(participant=participant).select_related("activity", "given_by")
    placements = Placement.objects.filter(participant=participant).select_related("activity")
    present = Count("attendance", filter=Q(attendance__mark=Attendance.Mark.PRESENT))
    return Story(
        list(forms.order_by("-asked_on", "-id")),
        list(offers.order_by("-given_at", "-id")),
        list(placements.annotate(came=present, of=F("activity__occasions_planned")).order_by("-agreed_on", "-id")),
    )
