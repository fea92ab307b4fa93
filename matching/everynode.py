"""The clock's work goes round the nodes, in small batches; what goes wrong in one of them keeps it from no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from nodes.models import Node
from nodes.tenancy import acting_in, node_scope
from vida import clock

LIMIT: Final = 200
MOST_BATCHES: Final = 500  # of one node in one run; what is left waits for the next

log = logging.getLogger(__name__)


def in_every_node(service: Callable[..., int]) -> int:
    """Run the service in each node until a batch comes back empty; returns how many it touched."""
    touched = 0
    for node_id in Node.objects.order_by("pk").values_list("pk", flat=True):
        with others_go_on(node_id):
            for _batch in range(MOST_BATCHES):
                with acting_in(node_scope(node_id)):
                    done = service(on=clock.today(), limit=LIMIT)
                touched += done
                if not done:
                    break
    return touched


@contextmanager
def others_go_on(node_id: int) -> Iterator[None]:
    """An error inside the block is logged and goes no further: it is that node's."""
    try:
        yield
    except Exception:
        log.exception("The clock's work went wrong in node %s.", node_id)
