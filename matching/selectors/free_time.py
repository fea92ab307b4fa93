"""Who could come in which part of the week: one rule for the table that counts them and the list of them (R30, R94)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

DAY, EVENING, WEEKEND = "day", "evening", "weekend"
PARTS: Final = {DAY: _("Vardag före 17"), EVENING: _("Vardagskväll"), WEEKEND: _("Helg")}  # as the list of activities

_MORNING, _FIVE, _NIGHT = 8 * 60, 17 * 60, 22 * 60  # minutes after midnight
_SHORTEST = 60  # minutes: a VIDA activity is an hour

# When an activity could meet at all. Somebody who is free for an hour on any of these days can come in that part.
_HOURS: Final = [
    *((DAY, weekday, _MORNING, _FIVE) for weekday in range(5)),
    *((EVENING, weekday, _FIVE, _NIGHT) for weekday in range(5)),
    *((WEEKEND, weekday, _MORNING, _NIGHT) for weekday in (5, 6)),
]


def comes(on: str) -> str:
    """The SQL of `comes(participant_id, part)` for those in `waits(node_id, participant_id)`, both as in WITH; `on` is
    the placeholder of the day. It costs a look at each one's taken times and places.
    """
    hours = ", ".join(f"('{part}', {day}, int4multirange(int4range({a}, {b})))" for part, day, a, b in _HOURS)
    return f"""taken AS (
    SELECT t.participant_id, t.weekday, extract(epoch FROM t.starts_at)::int / 60 AS starts,
        extract(epoch FROM t.ends_at)::int / 60 AS ends
    FROM participants_takentime t JOIN waits w ON w.node_id = t.node_id AND w.participant_id = t.participant_id
    UNION ALL SELECT pl.participant_id, a.weekday, extract(epoch FROM a.starts_at)::int / 60,
        extract(epoch FROM a.starts_at)::int / 60 + a.minutes
    FROM placements_placement pl JOIN waits w ON w.node_id = pl.node_id AND w.participant_id = pl.participant_id
    JOIN associations_activity a ON a.node_id = pl.node_id AND a.id = pl.activity_id
    WHERE pl.ended_on IS NULL AND a.last_on >= {on}
), busy AS (
    SELECT participant_id, weekday, range_agg(int4range(starts, ends)) AS hours FROM taken
    GROUP BY participant_id, weekday
), part AS (
    SELECT * FROM (VALUES {hours}) AS given(part, weekday, hours)
), comes AS (
    SELECT DISTINCT w.participant_id, part.part
    FROM waits w CROSS JOIN part
    LEFT JOIN busy ON busy.participant_id = w.participant_id AND busy.weekday = part.weekday
    WHERE EXISTS (SELECT 1 FROM unnest(part.hours - coalesce(busy.hours, int4multirange())) AS free(hours)
        WHERE upper(free.hours) - lower(free.hours) >= {_SHORTEST})
)"""  # noqa: S608 - constants and a placeholder, no value


def who_can_come(part: str, *, node_id: int, on: date) -> RawSQL:
    """The ids of the participants who wait in the node and could come in the part, for a query's `__in`."""
    return RawSQL(  # noqa: S611 - constants; the values are parameters
        f"""WITH waits AS (
    SELECT node_id, participant_id FROM participants_interestform WHERE node_id = %s AND state = 'waiting'
), {comes("%s")} SELECT participant_id FROM comes WHERE part = %s""",  # noqa: S608 - constants and placeholders, no value
        [node_id, on, part],
    )
