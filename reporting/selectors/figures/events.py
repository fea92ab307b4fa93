"""How many times something happened: offers and answers, attendance, placements, checks, and the clock (R117)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from reporting.selectors.figures.span import Span

MARKS = ("language", "health", "network")  # what an activity is said to promote: one or more (R2)
KINDS = {
    "offers": ("given", "accepted", "declined", "expired", "withdrawn"),
    "clock": ("within", "late"),
    "attendance": ("present", "absent_notified", "absent"),
    "placements": ("started", "completed", "dropped_out", "interrupted", "cancelled"),
    "in_plan": ("completed", "dropped_out"),
    "outside_plan": ("completed", "dropped_out"),
    "group": ("verified", "refused"),
    "waiting": ("answer", "proof"),
    "supply": ("activities", "occasions", *MARKS),
}

# A round of the clock is settled once: by its first offer that was not taken back, or by the day after the last day.
_ROUNDS = """
WITH offered AS (
    SELECT node_id, form_id, round, min(asked_on) AS asked_on,
        min(given_on) FILTER (WHERE state <> 'withdrawn') AS given_on
    FROM matching_offer WHERE node_id = ANY(%(nodes)s) GROUP BY node_id, form_id, round
), every_round AS (
    SELECT o.node_id, o.asked_on, o.given_on,
        o.given_on IS NOT NULL OR (o.round = f.round AND (f.closed_at IS NULL
            OR (f.closed_at AT TIME ZONE 'Europe/Stockholm')::date > o.asked_on + %(days)s)) AS stands
    FROM offered o JOIN participants_interestform f ON f.node_id = o.node_id AND f.id = o.form_id
    UNION ALL
    SELECT f.node_id, f.asked_on, NULL,
        f.closed_at IS NULL OR (f.closed_at AT TIME ZONE 'Europe/Stockholm')::date > f.asked_on + %(days)s
    FROM participants_interestform f WHERE f.node_id = ANY(%(nodes)s) AND NOT EXISTS (
        SELECT 1 FROM offered o WHERE o.node_id = f.node_id AND o.form_id = f.id AND o.round = f.round)
), round AS (
    SELECT node_id, given_on, asked_on, least(given_on, asked_on + %(days)s + 1) AS settled_on
    FROM every_round WHERE stands
)
"""

_EVENTS = (
    _ROUNDS  # noqa: S608 - two constants, no value
    + """
, latest_check AS (
    SELECT DISTINCT ON (node_id, participant_id) node_id, participant_id, checked_on, answer, method
    FROM participants_eligibilitycheck WHERE node_id = ANY(%(nodes)s) AND checked_on <= %(until)s
    ORDER BY node_id, participant_id, checked_on DESC, id DESC
), event AS (
    SELECT node_id, 'offers' AS figure, 'given' AS kind, given_on AS day FROM matching_offer
    UNION ALL SELECT node_id, 'offers', state, (coalesce(answered_at, ended_at) AT TIME ZONE 'Europe/Stockholm')::date
        FROM matching_offer WHERE state <> 'given'
    UNION ALL SELECT node_id, 'clock', CASE WHEN given_on <= asked_on + %(days)s THEN 'within' ELSE 'late' END,
        settled_on FROM round
    UNION ALL SELECT a.node_id, 'attendance', a.mark, (o.starts_at AT TIME ZONE 'Europe/Stockholm')::date
        FROM placements_attendance a JOIN associations_occasion o ON o.node_id = a.node_id AND o.id = a.occasion_id
    UNION ALL SELECT node_id, 'placements', 'started', started_on FROM placements_placement
    UNION ALL SELECT node_id, 'placements', state, ended_on FROM placements_placement WHERE ended_on IS NOT NULL
    UNION ALL SELECT node_id, CASE WHEN plan_entered_on IS NULL THEN 'outside_plan' ELSE 'in_plan' END, state, ended_on
        FROM placements_placement WHERE state IN ('completed', 'dropped_out')
    UNION ALL SELECT node_id, 'group', CASE WHEN answer = 'no' THEN 'refused' ELSE 'verified' END, checked_on
        FROM latest_check WHERE answer = 'no' OR (answer = 'yes' AND method <> 'not_shown')
    UNION ALL SELECT node_id, 'waiting', 'answer', given_on FROM matching_offer
        WHERE coalesce((coalesce(answered_at, ended_at) AT TIME ZONE 'Europe/Stockholm')::date, 'infinity') > %(until)s
    UNION ALL SELECT p.node_id, 'waiting', 'proof', (p.registered_at AT TIME ZONE 'Europe/Stockholm')::date
        FROM participants_participant p LEFT JOIN latest_check c ON c.node_id = p.node_id AND c.participant_id = p.id
        WHERE coalesce((p.withdrawn_at AT TIME ZONE 'Europe/Stockholm')::date, 'infinity') > %(until)s
            AND (c.answer IS NULL OR c.answer = 'uncertain' OR (c.answer = 'yes' AND c.method = 'not_shown'))
    UNION ALL SELECT node_id, 'supply', 'activities', first_on FROM associations_activity
        WHERE state IN ('approved', 'running', 'ended') AND home_node_id IS NULL
    UNION ALL SELECT a.node_id, 'supply', said.mark, a.first_on FROM associations_activity a
        JOIN LATERAL (VALUES ('language', a.promotes_language), ('health', a.promotes_health),
            ('network', a.promotes_network)) AS said (mark, holds) ON said.holds
        WHERE a.state IN ('approved', 'running', 'ended') AND a.home_node_id IS NULL
    UNION ALL SELECT o.node_id, 'supply', 'occasions', (o.starts_at AT TIME ZONE 'Europe/Stockholm')::date
        FROM associations_occasion o JOIN associations_activity a ON a.node_id = o.node_id AND a.id = o.activity_id
        WHERE o.cancelled_at IS NULL AND a.state IN ('approved', 'running', 'ended') AND a.home_node_id IS NULL
)
SELECT node_id, figure, kind, count(*) FILTER (WHERE day >= %(first)s), count(*)
FROM event WHERE node_id = ANY(%(nodes)s) AND day BETWEEN %(start)s AND %(until)s
GROUP BY GROUPING SETS ((node_id, figure, kind), (figure, kind))
"""
)

_DAYS = (
    _ROUNDS
    + """
SELECT node_id,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY given_on - asked_on) FILTER (WHERE given_on >= %(first)s),
    count(*) FILTER (WHERE given_on >= %(first)s),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY given_on - asked_on), count(*)
FROM round WHERE given_on BETWEEN %(start)s AND %(until)s GROUP BY GROUPING SETS ((node_id), ())
"""
)


@dataclass(frozen=True)
class Events:
    """How many times `kind` of `figure` happened in a place (a node's id, None for all)."""

    place: int | None
    figure: str
    kind: str
    period: int
    total: int


@dataclass(frozen=True)
class Days:
    """The median number of days from being asked to the first offer, and of how many offers it is the median."""

    place: int | None
    period: float | None
    period_of: int
    total: float | None
    total_of: int


def events(span: Span) -> Iterator[Events]:
    """Everything that happened, in groups. One query; call it inside `counting_in`."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, span.parameters)
        yield from (Events(*row) for row in cursor.fetchall())


def days_to_offer(span: Span) -> Iterator[Days]:
    """The medians, for each place where anything was offered. One query; call it inside `counting_in`."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, span.parameters)
        yield from (Days(*row) for row in cursor.fetchall())
