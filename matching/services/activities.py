"""What follows when an activity is approved or cancelled.

Approved, it ends the search for one like it. Cancelled, that search goes on, and everybody who was offered it, or had a
place in it, waits for another or is asked.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Activity, Association, GuestPlaces
from associations.services import activities, associations
from associations.states import ACTIVITY
from matching.models import Offer, OutreachTask
from matching.selectors.today import to_ask_again
from matching.services import offers, outreach
from matching.services.deadlines import coordinators_of
from matching.services.offers.rows import lock, lock_all_of
from matching.states import OfferState
from nodes.actors import Actor
from nodes.services import outbox
from nodes.tenancy import following_into
from participants.models import InterestForm
from participants.services import forms
from participants.services.refusals import Refusal
from placements.models import Placement
from placements.services import placements
from placements.states import PlacementState
from vida import clock
from vida.states import SYSTEM

NOT_BEGUN = (PlacementState.AGREED, PlacementState.IN_PLAN)


@transaction.atomic
def approve_activity(*, activity: Activity, association: Association, by: Actor) -> tuple[Activity, list[OutreachTask]]:
    """Approve it as the association's own, keep its contact person, and end the outreach tasks that it meets (R116).

    Returns the activity and those tasks. Raises as `associations.services.activities.approve`; doing it twice changes
    nothing.
    """
    row = activities.approve(activity=activity, association=association, by=by)
    associations.remember_contact(association=association, activity=row)
    return row, outreach.meet(activity=row, by=by)


@transaction.atomic
def cancel_activity(*, activity: Activity, by: Actor, reason: str) -> Activity:
    """Take back its open offers, call off its places, let the forms wait again, and cancel it; the coordinators are
    told.

    Who had said yes waits on a clock that starts today; who had not answered, on the clock they had. Who had begun has
    been interrupted, which is no dropout, and is to be asked about something new (`answer_after`): it stands on Idag.
    Where it has guest places in other nodes, the same happens there, by the system and in the same transaction.
    Raises as `associations.services.activities.cancel`; doing it twice changes nothing.
    """
    activities.check_home(activity, by)
    row = _cancel(activity, by, reason)
    for places in GuestPlaces.objects.filter(activity=row).order_by("id"):
        with following_into(places.to_node_id, why="guest places: cancel"):
            twin = Activity.objects.get(pk=places.twin)
            if "cancel" in ACTIVITY.events(twin.state, SYSTEM):
                _cancel(twin, by.through_the_system, reason)
    return row


def _cancel(activity: Activity, by: Actor, reason: str) -> Activity:
    """One node's part of it; rows are locked in the order that `matching.services.offers` names."""
    lock_all_of(activity)
    waiting = 0
    begun = list(Placement.objects.filter(activity=activity, state=PlacementState.STARTED).order_by("id"))
    for offer in Offer.objects.open().filter(activity=activity).order_by("id"):
        offers.withdraw(offer=offer, by=by, reason=reason)
        waiting += 1
    for placement in Placement.objects.filter(activity=activity, state__in=NOT_BEGUN).order_by("id"):
        waiting += _call_off(placement, clock.today(), by, reason)
    for placement in begun:
        placements.interrupt(placement=placement, by=by, reason=reason)
    row = activities.cancel(activity=activity, reason=reason, by=by)
    outreach.miss(activity=row, reason=reason, by=by)
    _tell(row, waiting, len(begun))
    return row


@transaction.atomic
def answer_after(*, offer: Offer, wants_new_offer: bool, by: Actor, reason: str = "") -> InterestForm:
    """What somebody says whose activity was called off under them: wait for another, on a clock that starts today, or
    not.

    Refusal when the person is not to be asked (any longer); NotAllowed by the form's table.
    """
    lock(InterestForm.objects.filter(pk=offer.form_id))  # two who ask at once: the second sees what the first wrote
    if not to_ask_again().filter(pk=offer.pk).exists():
        raise Refusal(_("Personen är redan tillfrågad, eller väntar redan på något annat."))
    forms.reopen(form=offer.form, by=by)
    if wants_new_offer:
        return forms.wait_again(form=offer.form, by=by, restart_on=clock.today())
    reason = reason or _("Aktiviteten ställdes in, och personen vill inte ha en ny.")
    return forms.close(form=offer.form, by=by, reason=reason)


def _call_off(placement: Placement, on: date, by: Actor, reason: str) -> int:
    """Call off one place and let the form behind it wait again; returns how many wait after that, 0 or 1."""
    placements.cancel(placement=placement, by=by, reason=reason)
    offer = Offer.objects.filter(placement=placement, state=OfferState.ACCEPTED).select_related("form").first()
    if offer is None:
        return 0
    try:
        forms.reopen(form=offer.form, by=by)
    except Refusal:  # the person has a newer form, which waits already
        return 0
    forms.wait_again(form=offer.form, by=by, restart_on=on)
    return 1


def _asked_about(begun: int) -> list[str]:
    if not begun:
        return []
    line = ngettext(
        "%(n)d person hade börjat. Fråga om hen vill göra något nytt: det står på Idag.",
        "%(n)d personer hade börjat. Fråga om de vill göra något nytt: det står på Idag.",
        begun,
    )
    return [line % {"n": begun}]


def _tell(activity: Activity, waiting: int, begun: int) -> None:
    lines = [
        ngettext(
            "En aktivitet är inställd. %(n)d person väntar på ett nytt erbjudande.",
            "En aktivitet är inställd. %(n)d personer väntar på ett nytt erbjudande.",
            waiting,
        )
        % {"n": waiting},
        *_asked_about(begun),
        settings.BASE_URL + reverse("matching:index", args=[activity.node.slug]),
    ]
    outbox.put_to_each(
        key=f"activity:{activity.pk}:cancelled",
        node_id=activity.node_id,
        addresses=coordinators_of(activity.node_id),
        subject=_("En aktivitet är inställd"),
        body="\n\n".join(lines) + "\n",
    )
