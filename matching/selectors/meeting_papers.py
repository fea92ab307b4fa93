"""The open offers of a meeting's people, as they are printed: easy Swedish, and the own language where we have it."""

from __future__ import annotations

from dataclasses import dataclass

from matching.models import Offer
from matching.selectors.first_occasion import first_occasions
from matching.selectors.four_facts import When, paper_languages
from nodes.languages import Language
from participants.models import InformationMeeting


@dataclass(frozen=True)
class Paper:
    """One offer to hand over (R113, R121): activity, time, place, contact, and never an identity number."""

    offer: Offer
    when: When
    languages: tuple[Language, ...]


def papers_of(meeting: InformationMeeting) -> tuple[list[Paper], int]:
    """The open offers by name, and how many of protected people are left out. Two queries."""
    rows = Offer.objects.open().filter(participant__meetings__meeting=meeting)
    rows = rows.select_related("participant", "activity__association", "activity__municipality")
    everybody = list(rows.order_by("participant__sort_key", "id"))
    open_rows = [offer for offer in everybody if not offer.participant.protection]
    firsts = first_occasions([offer.activity for offer in open_rows])
    made = [
        Paper(offer, When(offer.activity, firsts[offer.activity_id]), paper_languages(offer.participant))
        for offer in open_rows
    ]
    return made, len(everybody) - len(open_rows)
