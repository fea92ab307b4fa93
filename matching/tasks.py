"""The clock by itself: each task goes round the nodes, one small batch in one transaction at a time."""

from __future__ import annotations

from collections.abc import Callable

from celery import shared_task

from matching.services import dates, deadlines
from nodes.models import Node
from nodes.tenancy import acting_in, node_scope
from vida import clock

LIMIT = 200
MOST_BATCHES = 500  # of one node in one run; what is left waits for the next


@shared_task
def flag_forms() -> int:
    """Flag forms near or past their day and tell those who can do something; returns how many."""
    return _in_every_node(deadlines.flag_forms)


@shared_task
def flag_offers() -> int:
    """Remind of offers that nobody answers and end those long past their day; returns how many."""
    return _in_every_node(deadlines.flag_offers)


@shared_task
def follow_dates() -> int:
    """Let activities begin and end by their dates, and placements with them; returns how many moved."""
    return _in_every_node(dates.follow_dates)


def _in_every_node(service: Callable[..., int]) -> int:
    """Run the service in each node until a batch comes back empty."""
    touched = 0
    for node_id in Node.objects.order_by("pk").values_list("pk", flat=True):
        for _batch in range(MOST_BATCHES):
            with acting_in(node_scope(node_id)):
                done = service(on=clock.today(), limit=LIMIT)
            touched += done
            if not done:
                break
    return touched
