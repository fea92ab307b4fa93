"""Who saw whom. One place writes the read log (2001:454 10 §, R177); a page that shows a person must write in it.

A view says what it shows with `saw(request, participants)`, which is also how a page with nobody on it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.http import HttpRequest

from nodes.policies import Policy
from vida import clock

# One row for each participant. By hand, because every page of a list writes twenty-five.
WRITE = """
    INSERT INTO nodes_readlog (node_id, user_id, participant_id, "where", why, at)
    SELECT %s, %s, unnest(%s::bigint[]), %s, %s, %s
"""


class UnloggedRead(RuntimeError):
    """A page whose policy says that it shows a person answered without a word to the read log."""


@contextmanager
def reading(request: HttpRequest, policy: Policy) -> Iterator[None]:
    """Runs a view; raises UnloggedRead (and so rolls back) where a GET of a person's page logged nothing."""
    request.reads_logged = not policy.shows_person or request.method != "GET"
    yield
    if not request.reads_logged:
        raise UnloggedRead(request.resolver_match.view_name)


def saw(request: HttpRequest, participant_ids: Iterable[int], why: str = "page") -> None:
    """Write that the user saw these participants here; `why` is page, list, pdf, export or a typed reason."""
    request.reads_logged = True
    log_read(
        node_id=request.access.node.pk,
        user_id=request.user.pk,
        participant_ids=participant_ids,
        where=request.resolver_match.view_name,
        why=why,
    )


def log_read(*, node_id: int, user_id: int, participant_ids: Iterable[int], where: str, why: str) -> None:
    """The same, outside a request: documents made by a task."""
    seen = sorted(set(participant_ids))
    if seen:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [node_id, user_id, seen, where, why[:200], clock.now()])
