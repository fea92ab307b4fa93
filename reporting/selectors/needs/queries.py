"""The two queries: who waits, and which places there are. Each counts in the database, and costs one query.

An area is counted twice: as itself, and as part of its group, where a person with two wishes of the group is one. A
person with protected identity is in neither: a table by place and wish must not show what one of them wants (facts §
4.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from matching.selectors.free_time import comes
from reporting.selectors.figures.persons import PERSON

_PLACES = """
WITH place AS (
    SELECT DISTINCT municipality_id FROM nodes_nodemunicipality
    WHERE node_id = ANY(%(nodes)s) AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)
)
"""

_WAITING = f"""{_PLACES}
, waits AS (
    SELECT f.node_id, f.id, f.participant_id, coalesce(place.municipality_id, '') AS place,
        {PERSON} AS person
    FROM participants_interestform f
    JOIN participants_participant p ON p.node_id = f.node_id AND p.id = f.participant_id
    LEFT JOIN place ON place.municipality_id = p.municipality_id
    WHERE f.node_id = ANY(%(nodes)s) AND f.state = 'waiting' AND p.protection = ''
), {comes("%(on)s")}
, flags AS (
    SELECT participant_id, bool_or(part = 'day') AS day, bool_or(part = 'evening') AS evening,
        bool_or(part = 'weekend') AS weekend
    FROM comes GROUP BY participant_id
), wish AS (
    SELECT w.person, area.code, min(w.place) AS place, coalesce(bool_or(flags.day), false) AS day,
        coalesce(bool_or(flags.evening), false) AS evening, coalesce(bool_or(flags.weekend), false) AS weekend
    FROM waits w
    JOIN participants_interestchoice c ON c.node_id = w.node_id AND c.form_id = w.id
    JOIN nodes_interestarea a ON a.id = c.area_id
    JOIN nodes_interestarea area ON area.id IN (a.id, a.parent_id)
    LEFT JOIN flags ON flags.participant_id = w.participant_id
    GROUP BY w.person, area.code
)
SELECT code, place, count(*), count(*) FILTER (WHERE day), count(*) FILTER (WHERE evening),
    count(*) FILTER (WHERE weekend)
FROM wish GROUP BY GROUPING SETS ((code, place), (code))
"""  # noqa: S608 - constants, no value

_SUPPLY = f"""{_PLACES}
, activity AS (
    SELECT a.node_id, a.id, coalesce(a.home_activity, a.id) AS series, coalesce(place.municipality_id, '') AS place,
        a.seats - a.seats_taken - a.seats_offered AS free,
        CASE WHEN a.weekday >= 5 THEN 'weekend' WHEN a.starts_at < '17:00' THEN 'day' ELSE 'evening' END AS part
    FROM associations_activity a
    LEFT JOIN place ON place.municipality_id = a.municipality_id
    WHERE a.node_id = ANY(%(nodes)s) AND a.state IN ('approved', 'running') AND a.last_on >= %(on)s
), kind AS (
    SELECT DISTINCT activity.id, activity.series, activity.place, activity.part, activity.free, area.code
    FROM activity
    JOIN associations_activityinterest i ON i.node_id = activity.node_id AND i.activity_id = activity.id
    JOIN nodes_interestarea a ON a.id = i.area_id
    JOIN nodes_interestarea area ON area.id IN (a.id, a.parent_id)
    WHERE activity.free > 0
)
SELECT code, place, part, count(DISTINCT series), sum(free)::int FROM kind
GROUP BY GROUPING SETS ((code, place, part), (code, part))
"""  # noqa: S608 - constants, no value


@dataclass(frozen=True)
class Waiting:
    """People who wait and wish an area (by code), by home: a municipality's code, "" for others, None for all.

    `day`, `evening` and `weekend` are those of them who could come then.
    """

    area: str
    place: str | None
    people: int
    day: int
    evening: int
    weekend: int


@dataclass(frozen=True)
class Supply:
    """Activities of an area with free places in a municipality and part of the week, and how many places.

    Places that a node has opened for another are counted there only, and the activity once for both.
    """

    area: str
    place: str | None
    part: str
    activities: int
    seats: int


def waiting(node_ids: tuple[int, ...], on: date) -> Iterator[Waiting]:
    """Everybody who waits, in groups. One query; call it inside `counting_in`."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"nodes": list(node_ids), "on": on})
        yield from (Waiting(*row) for row in cursor.fetchall())


def supply(node_ids: tuple[int, ...], on: date) -> Iterator[Supply]:
    """The free places, in groups. One query; call it inside `counting_in`."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPPLY, {"nodes": list(node_ids), "on": on})
        yield from (Supply(*row) for row in cursor.fetchall())
