"""Which activities of a node have changed since they were last read: what may be kept between requests, and what not.

Each change is marked with its transaction's number (`ActivityChange`). Whatever a transaction wrote that was over when
we read, we have seen, and its number is below `Changes.upto`, the oldest of those that were not over; whatever is
written later has that number or a higher one. No clock is asked and no lock is held, and what is rolled back takes its
mark with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# A mark beyond the newest transaction comes from a database that this one was restored from. The bound is a sub-select
# of its own: under row-level security PostgreSQL takes nothing else that is worked out into an index's condition.
CHANGED = """
WITH now AS MATERIALIZED (
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS upto,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
           pg_current_xact_id_if_assigned()::text::bigint AS own
)
SELECT upto, coalesce(bool_or(changed_in = own), false),
       coalesce(array_agg(activity_id) FILTER (WHERE activity_id IS NOT NULL), '{}')
FROM now LEFT JOIN associations_activitychange
ON node_id = %(node)s AND changed_in >= (SELECT coalesce(%(since)s, upto) FROM now)
AND (changed_in < next OR changed_in = own)
GROUP BY upto
"""


@dataclass(frozen=True)
class Changes:
    """`activities` by key, those that are gone among them, and what to ask with the next time.

    `own` says that the transaction we are in has changed some of them and may still take it back.
    """

    upto: int
    own: bool
    activities: list[int]


def changes_since(node_id: int, since: int | None) -> Changes:
    """What has changed since an earlier `upto`; with None, only what is not over. Ask before the rows are read."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"node": node_id, "since": since})
        return Changes(*cursor.fetchone())
