"""The queries about equity: each counts in the database, and costs one query.

People are followed from the day they were first asked (a cohort), however long it takes: so every step is a part of the
one before, and a share is never more than all. Who came to a step without the one before is not counted there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from nodes.models import Programme
from reporting.selectors.figures.persons import AGE_ON, EVERY_STEP, PERSON
from vida import clock
from vida.calendar import Quarter

_PEOPLE = f"""{EVERY_STEP}
, reached AS (
    SELECT node_id, participant_id,
        min(day) FILTER (WHERE step = 'asked') AS asked_on,
        bool_or(step = 'offered') AS offered, bool_or(step = 'accepted') AS accepted,
        bool_or(step = 'took_part') AS took_part, bool_or(step = 'completed') AS completed
    FROM step WHERE node_id = ANY(%(nodes)s) AND day BETWEEN %(start)s AND %(until)s
    GROUP BY node_id, participant_id
), first_offer AS (
    SELECT node_id, participant_id, min(given_on) AS given_on FROM matching_offer
    WHERE node_id = ANY(%(nodes)s) AND state <> 'withdrawn' GROUP BY node_id, participant_id
), fact AS (
    SELECT p.id, p.sex, r.*, o.given_on, {PERSON} AS person, {AGE_ON.format(day="r.asked_on")} AS age
    FROM reached r JOIN participants_participant p ON p.node_id = r.node_id AND p.id = r.participant_id
    LEFT JOIN first_offer o ON o.node_id = r.node_id AND o.participant_id = r.participant_id
    WHERE r.asked_on IS NOT NULL
), person AS (
    SELECT min(asked_on) AS asked_on, min(given_on) - min(asked_on) AS days,
        (array_agg(id ORDER BY asked_on, id))[1] AS id,
        (array_agg(sex ORDER BY asked_on, id))[1] AS sex,
        (array_agg(age ORDER BY asked_on, id))[1] AS age,
        bool_or(offered) AS offered,
        bool_or(offered) AND bool_or(accepted) AS accepted,
        bool_or(offered) AND bool_or(accepted) AND bool_or(took_part) AS took_part,
        bool_or(offered) AND bool_or(accepted) AND bool_or(took_part) AND bool_or(completed) AS completed
    FROM fact GROUP BY person
)
"""  # noqa: S608 - constants, no value

_COUNTS = f"""{_PEOPLE}
SELECT extract(year FROM asked_on)::int, extract(quarter FROM asked_on)::int, sex, age, count(*),
    count(*) FILTER (WHERE offered), count(*) FILTER (WHERE accepted), count(*) FILTER (WHERE took_part),
    count(*) FILTER (WHERE completed)
FROM person GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - constants, no value

_MEDIANS = f"""{_PEOPLE}
SELECT coalesce(sex, age, ''), percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(days, 0))
FROM person WHERE days IS NOT NULL AND asked_on BETWEEN %(first)s AND %(last)s GROUP BY GROUPING SETS ((sex), (age), ())
"""  # noqa: S608 - constants, no value

_IDS = f"""{_PEOPLE}
SELECT id FROM person
WHERE asked_on BETWEEN %(first)s AND %(last)s AND %(group)s IN ('', sex, age)
    AND CASE %(step)s WHEN 'offered' THEN offered WHEN 'accepted' THEN accepted WHEN 'took_part' THEN took_part
        WHEN 'completed' THEN completed ELSE true END
"""  # noqa: S608 - constants, no value


@dataclass(frozen=True)
class Cohort:
    """People of a sex and an age who were first asked in a quarter: how many, and how many came to each step."""

    quarter: Quarter
    sex: str
    age: str
    steps: tuple[int, ...]  # in the order of STEPS


def cohorts(programme: Programme, node_ids: tuple[int, ...]) -> Iterator[Cohort]:
    """Everybody who has been asked, in groups. One query; call it inside `counting_in`."""
    for year, number, sex, age, *steps in _rows(_COUNTS, _span(programme, node_ids)):
        yield Cohort(Quarter(year, number), sex, age, tuple(steps))


def medians(programme: Programme, node_ids: tuple[int, ...], quarter: Quarter | None) -> dict[str, float]:
    """Days from being asked to the first offer that was not taken back: the median of each sex, each age, and all ("").

    Of those first asked in the quarter, or ever. One query; call it inside `counting_in`.
    """
    found = _rows(_MEDIANS, _span(programme, node_ids) | _asked_in(programme, quarter))
    return {group: round(float(median), 1) for group, median in found if median is not None}


def people_in(programme: Programme, node_id: int, quarter: Quarter | None, group: str, step: str) -> list[int]:
    """The participants behind a number: their ids. One query; in the scope of somebody who may see them."""
    where = {"group": group, "step": step}
    found = _rows(_IDS, _span(programme, (node_id,)) | _asked_in(programme, quarter) | where)
    return [pk for (pk,) in found]


def _span(programme: Programme, node_ids: tuple[int, ...]) -> dict:
    return {"nodes": list(node_ids), "start": programme.starts_on, "until": clock.today()}


def _asked_in(programme: Programme, quarter: Quarter | None) -> dict[str, date]:
    if quarter is None:
        return {"first": programme.starts_on, "last": clock.today()}
    return {"first": quarter.first_day, "last": quarter.last_day}


def _rows(sql: str, parameters: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
