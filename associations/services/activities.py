"""What happens to an activity after it was sent in. The content is the association's: nothing here edits it (R123)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from associations.framework import lacking
from associations.models import Activity, Association, GuestPlaces
from associations.selectors.activities import described
from associations.services import letters, registrations
from associations.services.occasions import make_occasions
from associations.states import ACTIVITY, ActivityState
from nodes.actors import THE_SYSTEM, Actor
from nodes.tenancy import acting_between
from vida import clock
from vida.states import SYSTEM, NotAllowed


class CannotApprove(Exception):
    """The activity does not hold against the framework, or is over; `str()` says what is lacking."""


class BelongsElsewhere(NotAllowed):
    """The activity is another node's, which has opened guest places in it here: that node decides about it."""

    def __init__(self, activity: Activity) -> None:
        super().__init__("", activity.get_state_display())
        self.home = str(activity.home_node)

    def __str__(self) -> str:
        return _("Aktiviteten hör till %(node)s, som har öppnat platser här. Bara den noden kan göra det.") % {
            "node": self.home
        }


class ReasonMissing(Exception):
    """The association is owed a reason; `str()` asks for it."""

    def __str__(self) -> str:
        return _("Skriv en mening till föreningen, så att de förstår varför.")


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).select_related("node__programme").get(pk=activity.pk)


def _done_already(row: Activity, event: str, by: Actor) -> bool:
    """Whether the same person has done this before: a double click is no error."""
    doer = row.cancelled_by_id if event == "cancel" else row.decided_by_id
    return ACTIVITY.holds(event, row.state) and by.user is not None and doer == by.user.pk


def check_home(row: Activity, by: Actor) -> None:
    """BelongsElsewhere for a twin, which only the system moves, as its home has been."""
    if row.home_node_id is not None and SYSTEM not in by.roles:
        raise BelongsElsewhere(row)


def _move(row: Activity, event: str, by: Actor, **values: Any) -> Activity:
    check_home(row, by)
    row.state = ACTIVITY.to(event, row.state, *by.roles)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *values])
    return row


@transaction.atomic
def approve(*, activity: Activity, association: Association, by: Actor) -> Activity:
    """Approve a submitted activity as `association`'s own: makes its occasions and mails the contact person.

    Raises CannotApprove where the framework is not met or every occasion has been (R2, R74–R78), NotAllowed from
    another state. Returns the row as saved.
    """
    row = _locked(activity)
    if _done_already(row, "approve", by):
        return row
    ACTIVITY.to("approve", row.state, *by.roles)
    faults = [finding.sentence for finding in lacking(described(row))]
    if row.last_on < clock.today():
        faults.append(_("Alla tillfällen har redan varit. Återsänd anmälan och be om nya datum."))
    if faults:
        raise CannotApprove(" ".join(faults))
    row.association = association
    last_on = make_occasions(row)
    _move(
        row, "approve", by,
        association=association, last_on=last_on, decided_at=clock.now(), decided_by=by.user, decision_comment="",
    )  # fmt: skip
    _tell(row, "approved")
    return row


@transaction.atomic
def send_back(*, activity: Activity, comment: str, by: Actor) -> Activity:
    """Return a submitted activity to the association with a comment and a link to go on with (event "return")."""
    row = _locked(activity)
    if _done_already(row, "return", by):
        return row
    if not comment.strip():
        raise ReasonMissing
    _move(row, "return", by, decided_at=clock.now(), decided_by=by.user, decision_comment=comment)
    link = registrations.reopen(activity=row, by=by)
    _tell(row, "returned", comment=comment, link=link)
    return row


@transaction.atomic
def refuse(*, activity: Activity, reason: str, by: Actor) -> Activity:
    """Refuse a submitted activity, with the reason in a mail to the contact person."""
    row = _locked(activity)
    if _done_already(row, "refuse", by):
        return row
    if not reason.strip():
        raise ReasonMissing
    _move(row, "refuse", by, decided_at=clock.now(), decided_by=by.user, decision_comment=reason)
    _tell(row, "refused", reason=reason)
    return row


@transaction.atomic
def cancel(*, activity: Activity, reason: str, by: Actor) -> Activity:
    """Cancel an approved or running activity and the occasions to come; its offers, and its twins in other nodes, are
    the caller's to undo.
    """
    row = _locked(activity)
    if _done_already(row, "cancel", by):
        return row
    if not reason.strip():
        raise ReasonMissing
    now = clock.now()
    _move(row, "cancel", by, cancelled_at=now, cancelled_by=by.user, cancel_reason=reason)
    row.occasions.filter(starts_at__gt=now, cancelled_at__isnull=True).update(cancelled_at=now)
    if row.home_node_id is None:  # else the association has been told by the home
        _tell(row, "cancelled", reason=reason)
    return row


@transaction.atomic
def lapse(*, activity: Activity, by: Actor = THE_SYSTEM) -> Activity:
    """Mark an approved activity whose association has not answered the question before the term."""
    return _with_twins(_locked(activity), "lapse", by)


@transaction.atomic
def confirm_term(*, activity: Activity, by: Actor) -> Activity:
    """The association, or the coordinator who asked it, says that a lapsed activity is still right."""
    return _with_twins(_locked(activity), "confirm", by)


def _with_twins(row: Activity, event: str, by: Actor) -> Activity:
    """Move the activity, and by the system its twins in other nodes."""
    _move(row, event, by)
    for places in GuestPlaces.objects.filter(activity=row).order_by("id"):
        with acting_between(row.node_id, places.to_node_id, why=f"guest places: {event}"):
            twin = Activity.objects.select_for_update(of=("self",)).get(pk=places.twin)
            if event in ACTIVITY.events(twin.state, SYSTEM):
                _move(twin, event, THE_SYSTEM)
    return row


@transaction.atomic
def start(*, activity: Activity, by: Actor = THE_SYSTEM) -> Activity:
    """The first occasion has come."""
    return _move(_locked(activity), "start", by)


@transaction.atomic
def end(*, activity: Activity, by: Actor = THE_SYSTEM) -> Activity:
    """The last occasion has been."""
    return _move(_locked(activity), "end", by)


def follow_dates(*, on: date, limit: int = 200) -> int:
    """Start what begins on or before `on`, end what was over before it; returns how many moved. Safe to run again."""
    moved = 0
    approved, running = [ActivityState.APPROVED], [ActivityState.APPROVED, ActivityState.RUNNING]
    for step, states, condition in (
        (end, running, {"last_on__lt": on}),
        (start, approved, {"first_on__lte": on, "last_on__gte": on}),
    ):
        with transaction.atomic():
            free = Activity.objects.select_for_update(of=("self",), skip_locked=True)
            for row in free.filter(state__in=states, **condition).order_by("id")[:limit]:
                step(activity=row)
                moved += 1
    return moved


def _tell(row: Activity, template: str, **context: Any) -> None:
    at = row.cancelled_at if template == "cancelled" else row.decided_at
    letters.send(
        key=f"activity:{row.pk}:{template}:{at:%Y%m%dT%H%M%S%f}",
        node=row.node,
        to=row.contact_email,
        template=template,
        activity=row,
        **context,
    )
