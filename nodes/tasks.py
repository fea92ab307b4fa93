"""What the house does by itself."""

from datetime import timedelta

from celery import shared_task
from celery.signals import heartbeat_sent
from django.conf import settings
from django.core.cache import cache

from nodes.services import outbox
from nodes.tenancy import acting_everywhere
from vida import clock

BEAT_KEY = "beat:last-tick"
WORKER_KEY = "worker:heartbeat"
KEPT_FOR = 3600  # seconds


@shared_task
def beat_tick() -> None:
    """Leaves the time for /health/: beat ticks."""
    cache.set(BEAT_KEY, clock.now().isoformat(), KEPT_FOR)


@heartbeat_sent.connect
def worker_heartbeat(**kwargs) -> None:
    """Leaves the time for /health/: a worker lives, whether it has work or not."""
    cache.set(WORKER_KEY, clock.now().isoformat(), KEPT_FOR)


@shared_task
def send_outbox() -> int:
    """Sends what waits in the outbox; returns how many messages were tried."""
    return outbox.send_waiting()


@shared_task
def forget_messages() -> int:
    """Takes the addresses off old messages, batch by batch; returns how many."""
    before, forgotten = clock.now() - timedelta(days=settings.OUTBOX_ADDRESS_DAYS), 0
    while True:
        with acting_everywhere("forget_messages"):
            done = outbox.forget(before=before)
        if not done:
            return forgotten
        forgotten += done
