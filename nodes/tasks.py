"""What the house does by itself."""

from celery import shared_task
from django.core.cache import cache

from nodes.services import outbox
from vida import clock

BEAT_KEY = "beat:last-tick"


@shared_task
def beat_tick() -> None:
    """Leaves the time for /health/: shows that beat ticks and that a worker took the task."""
    cache.set(BEAT_KEY, clock.now().isoformat(), timeout=3600)


@shared_task
def send_outbox() -> int:
    """Sends what waits in the outbox; returns how many messages were tried."""
    return outbox.send_waiting()
