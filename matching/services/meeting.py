"""What is tapped at a matching meeting, each tap once (R112, R118, R120).

A device that loses the network sends the same tap again when it is back. The tap's key tells that it is the same; the
guest's row is locked first, so that two sends at once wait for each other.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.models import MeetingTap, Offer
from matching.services import offers
from nodes.actors import Actor
from participants.models import InterestForm, MeetingGuest
from participants.services.refusals import Refusal
from vida import clock

Event = MeetingTap.Event


@transaction.atomic
def offer(*, guest: MeetingGuest, activity_id: int, key: UUID, by: Actor) -> MeetingTap:
    """The activity is offered at the meeting. Whatever `offers.give` refuses with, and Refusal without a form."""
    if known := _known(guest, key, Event.OFFER):
        return known
    return _write(guest=guest, event=Event.OFFER, key=key, by=by, done=_give(guest, activity_id, by))


@transaction.atomic
def yes(*, guest: MeetingGuest, activity_id: int, key: UUID, by: Actor) -> MeetingTap:
    """The person says yes. Whatever `offers.accept` refuses with, and Refusal where the offer is gone."""
    if known := _known(guest, key, Event.YES):
        return known
    done = offers.accept(offer=_offered(guest, activity_id), by=by)
    return _write(guest=guest, event=Event.YES, key=key, by=by, done=done)


@transaction.atomic
def no(
    *, guest: MeetingGuest, activity_id: int, key: UUID, by: Actor, reason: str, wants_new_offer: bool
) -> MeetingTap:
    """The person says no, and wants another offer or not. Whatever `offers.decline` refuses with."""
    if known := _known(guest, key, Event.NO):
        return known
    found = _offered(guest, activity_id)
    done = offers.decline(offer=found, by=by, reason=reason, wants_new_offer=wants_new_offer)
    return _write(guest=guest, event=Event.NO, key=key, by=by, done=done)


@transaction.atomic
def take_back(*, guest: MeetingGuest, activity_id: int, key: UUID, by: Actor) -> MeetingTap:
    """The offer is taken back, because its place has gone or it was the wrong one; the person waits again."""
    if known := _known(guest, key, Event.TAKE_BACK):
        return known
    done = offers.withdraw(offer=_offered(guest, activity_id), by=by, reason=_("Återtaget på matchningsmötet"))
    return _write(guest=guest, event=Event.TAKE_BACK, key=key, by=by, done=done)


@transaction.atomic
def undo(*, guest: MeetingGuest, undoes: UUID, key: UUID, by: Actor) -> MeetingTap:
    """An own tap was the wrong button: what it did is put right, with that as the reason.

    Refusal where there is no such tap, or a later one must be undone first; NotAllowed where the offer has gone on.
    """
    if known := _known(guest, key, Event.UNDO):
        return known
    own = MeetingTap.objects.filter(meeting_id=guest.meeting_id, participant_id=guest.participant_id)
    tap = own.filter(key=undoes, tapped_by=by.user).exclude(event=Event.UNDO).select_related("offer").first()
    if tap is None or tap.undone_by.exists():
        raise Refusal(_("Det finns inget att ångra här längre."))
    reason = _("Fel knapp på mötet")
    if tap.event == Event.OFFER:
        done = offers.withdraw(offer=tap.offer, by=by, reason=reason)
    elif tap.event == Event.TAKE_BACK:
        done = _give(guest, tap.offer.activity_id, by)
    else:
        done = offers.undo(offer=tap.offer, by=by, reason=reason)
    return _write(guest=guest, event=Event.UNDO, key=key, by=by, done=done, undoes=tap)


def _known(guest: MeetingGuest, key: UUID, event: str) -> MeetingTap | None:
    """The tap, where it has come before. Refusal where the key was used for something else: the page was old."""
    MeetingGuest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    tap = MeetingTap.objects.filter(key=key).first()
    if tap and (tap.event, tap.participant_id) != (event, guest.participant_id):
        raise Refusal(_("Sidan hade hunnit bli gammal. Så här är det nu."))
    return tap


def _write(
    *, guest: MeetingGuest, event: str, key: UUID, by: Actor, done: Offer, undoes: MeetingTap | None = None
) -> MeetingTap:
    return MeetingTap.objects.create(
        node_id=guest.node_id,
        service_unit_id=guest.service_unit_id,
        participant_id=guest.participant_id,
        meeting_id=guest.meeting_id,
        key=key,
        event=event,
        offer=done,
        undoes=undoes,
        tapped_at=clock.now(),
        tapped_by=by.person,
    )


def _give(guest: MeetingGuest, activity_id: int, by: Actor) -> Offer:
    form = InterestForm.objects.open().filter(participant_id=guest.participant_id).first()
    activity = Activity.objects.filter(pk=activity_id).first()
    if form is None or activity is None:
        raise Refusal(_("Personen väntar inte på något erbjudande längre."))
    return offers.give(form=form, activity=activity, channel=Offer.Channel.MATCHING_MEETING, by=by)


def _offered(guest: MeetingGuest, activity_id: int) -> Offer:
    """The person's latest offer of the activity."""
    rows = Offer.objects.filter(participant_id=guest.participant_id, activity_id=activity_id)
    found = rows.order_by("-given_at", "-id").first()
    if found is None:
        raise Refusal(_("Erbjudandet finns inte längre. Så här är det nu."))
    return found
