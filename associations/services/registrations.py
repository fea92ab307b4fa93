"""A form on its way in: saved as it was typed, sent, confirmed by the mail's link, and then an activity (R13, R105)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from associations.models import Activity, ActivityInterest, ActivityRegistration
from associations.selectors.registrations import hashed
from associations.services import letters
from associations.services.content import Content, typed
from associations.states import ACTIVITY, REGISTRATION, RegistrationState
from nodes.actors import LINK_HOLDER, Actor
from nodes.models import Node
from nodes.services.turns import take_turn
from vida import clock
from vida.identity import may_be_a_persons
from vida.states import START

CONFIRM_FOR = timedelta(days=14)
A_MOMENT = timedelta(minutes=10)  # in which the same words are the same form sent twice
LONGEST = 100_000  # characters in all: many times the longest form, and nothing to fill a disk with

Typed = dict[str, list[str]]


class TooLong(Exception):
    """More text than a draft holds; `str()` says what to do."""

    def __str__(self) -> str:
        return _("Texterna är för långa för att sparas. Korta dem och försök igen – allt du har skrivit står kvar här.")


class LinkExpired(Exception):
    """The mail's link is older than 14 days."""


def new_secret() -> str:
    """Something that cannot be guessed, for a cookie or a link."""
    return secrets.token_urlsafe(32)


@transaction.atomic
def save(
    *, registration: ActivityRegistration | None, node: Node, data: Typed, by: Actor = LINK_HOLDER
) -> tuple[ActivityRegistration, str]:
    """Keep what was typed, right or wrong. Returns the row, and the new secret when the row is new (else "").

    A sent registration that is changed becomes a draft again, so that its old mail confirms nothing; one that has not
    changed stays as it is. Raises TooLong.
    """
    data = _stored(data)
    if sum(len(value) for values in data.values() for value in values) > LONGEST:
        raise TooLong
    now = clock.now()
    if registration is None:
        secret = new_secret()
        state = REGISTRATION.to("save", START, *by.roles)
        started_by = by.user
        row = ActivityRegistration.objects.create(
            node=node, secret_hash=hashed(secret), state=state, data=data, saved_at=now, started_by=started_by
        )
        return row, secret
    row = _locked(registration)
    if row.data == data:
        return row, ""
    state = REGISTRATION.to("edit", row.state, *by.roles) if row.state != RegistrationState.DRAFT else row.state
    row.state, row.data, row.saved_at = REGISTRATION.to("save", state, *by.roles), data, now
    row.save(update_fields=["state", "data", "saved_at"])
    return row, ""


def _stored(data: Typed) -> Typed:
    return {name: [_storable(name, value) for value in values] for name, values in data.items()}


def _storable(name: str, text: str) -> str:
    """As typed, but for two things: NUL, which PostgreSQL cannot keep, and a person's number in place of a firm's."""
    if name == "association_number" and may_be_a_persons(text):
        return ""
    return text.replace("\x00", "\ufffd")


def _locked(registration: ActivityRegistration) -> ActivityRegistration:
    return ActivityRegistration.objects.select_for_update(of=("self",)).select_related("node").get(pk=registration.pk)


@transaction.atomic
def send(*, registration: ActivityRegistration, by: Actor = LINK_HOLDER) -> ActivityRegistration:
    """Mail the contact person the link that confirms. What has been sent already is not sent again."""
    row = _locked(registration)
    if row.state == RegistrationState.SENT:
        return row
    return _mail_link(row, by)


def sent_already(*, node: Node, data: Typed) -> bool:
    """Whether just these words were sent a moment ago: the form came twice before its first answer, and the secret in
    it, had reached the sender.
    """
    take_turn(node)
    return _sent(data).filter(started_by__isnull=True).exists()


def _sent(data: Typed) -> QuerySet[ActivityRegistration]:
    return ActivityRegistration.objects.filter(
        state=RegistrationState.SENT, sent_at__gt=clock.now() - A_MOMENT, data=_stored(data)
    )


@transaction.atomic
def send_again(*, registration: ActivityRegistration, by: Actor = LINK_HOLDER) -> ActivityRegistration:
    """A fresh link to the same address, in place of one that has expired or was lost."""
    return _mail_link(_locked(registration), by)


def _mail_link(row: ActivityRegistration, by: Actor) -> ActivityRegistration:
    secret, now = new_secret(), clock.now()
    row.state = REGISTRATION.to("send", row.state, *by.roles)
    row.sent_at, row.confirm_hash, row.confirm_until = now, hashed(secret), now + CONFIRM_FOR
    row.save(update_fields=["state", "sent_at", "confirm_hash", "confirm_until"])
    letters.send(
        key=f"registration:{row.pk}:confirm:{row.confirm_hash[:16]}",
        node=row.node,
        to=_one(row, "contact_email"),
        template="started" if row.started_by_id else "confirm",
        title=_one(row, "title"),
        association_name=_one(row, "association_name"),
        link=letters.public_link("confirm", row.node, secret),
        until=clock.local(row.confirm_until).date(),
        started_by=row.started_by,
    )
    return row


def _one(row: ActivityRegistration, name: str) -> str:
    return " ".join("".join(row.data.get(name, [])).split())


@transaction.atomic
def start_draft(*, node: Node, data: Typed, content: Content, by: Actor) -> Activity:
    """A coordinator writes down what an association has told. It stays a draft until the association confirms (R13).

    The same words once more from the same coordinator, a moment later, are the same draft. Raises TooLong.
    """
    take_turn(node)
    if same := Activity.objects.filter(registrations__in=_sent(data).filter(started_by=by.user)).first():
        return same
    registration, _secret = save(registration=None, node=node, data=data, by=by)
    activity = Activity(node=node, state=ACTIVITY.to("draft", START, *by.roles))
    registration.activity = _written(activity, content)
    registration.save(update_fields=["activity"])
    send(registration=registration, by=by)
    return activity


@transaction.atomic
def confirm(*, registration: ActivityRegistration, content: Content, by: Actor = LINK_HOLDER) -> Activity:
    """The association has opened its mail and pressed the button: the activity is submitted, with `content`.

    Confirming twice returns the same activity. Raises LinkExpired, and NotAllowed when the form was changed since.
    """
    row = _locked(registration)
    if row.state == RegistrationState.CONFIRMED and row.activity:
        return row.activity
    state, now = REGISTRATION.to("confirm", row.state, *by.roles), clock.now()
    if row.confirm_until is None or row.confirm_until < now:
        raise LinkExpired
    activity = Activity.objects.select_for_update(of=("self",)).filter(registrations=row).first()
    before = activity.state if activity else START
    activity = activity or Activity(node_id=row.node_id)
    activity.state, activity.submitted_at = ACTIVITY.to("submit", before, *by.roles), now
    row.state, row.confirmed_at, row.activity = state, now, _written(activity, content)
    row.save(update_fields=["state", "confirmed_at", "activity"])
    return activity


def _written(activity: Activity, content: Content) -> Activity:
    """The association's own words, put into the activity: called for nobody but the association and its draft."""
    for name, value in content.columns.items():
        setattr(activity, name, value)
    activity.save()
    activity.interests.exclude(area__in=content.areas).delete()
    kept = set(activity.interests.values_list("area_id", flat=True))
    ActivityInterest.objects.bulk_create(
        ActivityInterest(node_id=activity.node_id, activity=activity, area=area)
        for area in content.areas
        if area.pk not in kept
    )
    return activity


@transaction.atomic
def new_edit_link(*, registration: ActivityRegistration) -> str:
    """A fresh secret to edit with, for whoever has proved to hold the mail's link; the earlier one stops working."""
    row, secret = _locked(registration), new_secret()
    row.secret_hash = hashed(secret)
    row.save(update_fields=["secret_hash"])
    return secret


@transaction.atomic
def reopen(*, activity: Activity, by: Actor) -> str:
    """Open the association's form again after the coordinator returned it; returns the link to go on with."""
    row = ActivityRegistration.objects.select_for_update(of=("self",)).filter(activity=activity).order_by("-id").first()
    secret = new_secret()
    if row is None:  # not from the form: write one that says what the activity says
        words, now = typed(activity), clock.now()
        ActivityRegistration.objects.create(
            node_id=activity.node_id, activity=activity, secret_hash=hashed(secret), data=words, saved_at=now
        )
    else:
        row.state, row.secret_hash = REGISTRATION.to("edit", row.state, *by.roles), hashed(secret)
        row.save(update_fields=["state", "secret_hash"])
    return letters.public_link("resume", activity.node, secret)


def clear_old_drafts(*, before: Any, limit: int = 500) -> int:
    """Delete drafts that nobody has touched since `before` and that became no activity; returns how many."""
    old = ActivityRegistration.objects.filter(activity__isnull=True, saved_at__lt=before).exclude(
        state=RegistrationState.CONFIRMED
    )
    ids = list(old.order_by("id").values_list("id", flat=True)[:limit])
    return ActivityRegistration.objects.filter(pk__in=ids).delete()[0]
