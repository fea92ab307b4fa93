"""When a participant leaves VIDA: what was offered and agreed goes with the person."""

from __future__ import annotations

from django.db import transaction

from matching.models import Offer
from matching.services import offers
from matching.services.offers.rows import NOT_ENDED, lock_all_about
from nodes.actors import Actor
from participants.models import InterestForm, Participant
from participants.services import forms, people
from placements.models import Placement
from placements.services import placements


@transaction.atomic
def withdraw_participant(*, participant: Participant, by: Actor, reason: str) -> Participant:
    """Take back open offers, close open forms, end the places, and let the person go. Doing it twice changes nothing.

    A place in an activity that has begun ends as dropped out; the seats are free again. Raises as the parts do.
    """
    lock_all_about(participant)
    for offer in Offer.objects.open().filter(participant=participant).order_by("id"):
        offers.withdraw(offer=offer, by=by, reason=reason)
    for form in InterestForm.objects.open().filter(participant=participant).order_by("id"):
        forms.close(form=form, by=by, reason=reason)
    for placement in open_placements(participant):
        placements.end(placement=placement, by=by, reason=reason)
    return people.withdraw(participant=participant, by=by, reason=reason)


def open_placements(participant: Participant) -> list[Placement]:
    """The places that have not ended."""
    return list(Placement.objects.filter(participant=participant, state__in=NOT_ENDED).order_by("id"))
