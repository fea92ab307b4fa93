"""Putting messages into the outbox, sending what waits there, and forgetting what has been sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.module_loading import import_string

from nodes.models import OutboxMessage
from nodes.tenancy import acting_everywhere
from vida import clock

RETRY_AFTER = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)]


def put(
    *, key: str, node_id: int | None, to: str, body: str, subject: str = "", channel: str = OutboxMessage.Channel.MAIL
) -> bool:
    """Write a message in the transaction that causes it, sent after commit; False if `key` stood there already."""
    message = OutboxMessage(
        key=key, node_id=node_id, channel=channel, to=to, subject=subject, body=body, next_try_at=clock.now()
    )
    before = OutboxMessage.objects.filter(key=key).exists()
    if not before:
        OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
        transaction.on_commit(_wake_worker, robust=True)
    return not before


def put_to_each(*, key: str, node_id: int, addresses: Iterable[str], subject: str, body: str) -> None:
    """The same mail to each address. The keys tell them apart by a digest: they outlive the addresses."""
    for address in addresses:
        digest = hashlib.sha256(address.encode()).hexdigest()[:16]
        put(key=f"{key}:{digest}", node_id=node_id, to=address, subject=subject, body=body)


def _wake_worker() -> None:
    current_app.send_task("nodes.tasks.send_outbox")  # by name: tasks are above services


def send_waiting(limit: int = 50) -> int:
    """Send what waits and is due, each message in a transaction of its own; returns how many were tried."""
    tried = 0
    while tried < limit:
        with acting_everywhere("outbox"):
            if not _send_one():
                break
        tried += 1
    return tried


def _send_one() -> bool:
    now = clock.now()
    message = (
        OutboxMessage.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=OutboxMessage.State.WAITING, next_try_at__lte=now)
        .order_by("next_try_at", "id")
        .first()
    )
    if message is None:
        return False
    message.attempts += 1
    try:
        _deliver(message)
    except Exception as error:  # noqa: BLE001 - whatever a gateway raises, the message stays and the coordinator sees it
        _failed(message, error)
    else:
        message.state, message.sent_at, message.last_error = OutboxMessage.State.SENT, now, ""
        message.body = ""  # nobody reads it here, and it can hold a link that opens something
    message.save()
    return True


def _deliver(message: OutboxMessage) -> None:
    if message.channel == OutboxMessage.Channel.SMS:
        import_string(settings.SMS_GATEWAY)().send(to=message.to, text=message.body)
    else:
        EmailMessage(message.subject, message.body, to=[message.to]).send()


def _failed(message: OutboxMessage, error: Exception) -> None:
    # The class only: the text of a mail server's answer can hold the address.
    message.last_error = type(error).__name__
    if message.attempts > len(RETRY_AFTER):
        message.state = OutboxMessage.State.FAILED
    else:
        message.next_try_at = clock.now() + RETRY_AFTER[message.attempts - 1]


@transaction.atomic
def try_again(*, message: OutboxMessage) -> None:
    """A failed message waits again, with all its tries; any other is left as it is."""
    failed = OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.FAILED)
    if failed.update(state=OutboxMessage.State.WAITING, attempts=0, next_try_at=clock.now()):
        transaction.on_commit(_wake_worker, robust=True)


@transaction.atomic
def dismiss(*, message: OutboxMessage) -> None:
    """A failed message is laid aside: somebody has rung instead."""
    failed = OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.FAILED)
    failed.update(state=OutboxMessage.State.DISMISSED, body="")


@transaction.atomic
def forget(*, before: datetime, limit: int = 1_000) -> int:
    """Take the address off what was written before that time and is over; returns how many, one batch.

    What could not be sent for so long is laid aside with it. The key, the subject and the times stay.
    """
    old = OutboxMessage.objects.filter(created_at__lt=before).exclude(to="").exclude(state=OutboxMessage.State.WAITING)
    batch = old.order_by("id").select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:limit]
    rows = OutboxMessage.objects.filter(pk__in=list(batch))
    rows.filter(state=OutboxMessage.State.FAILED).update(state=OutboxMessage.State.DISMISSED, body="")
    return rows.update(to="")
