"""How many different people: each counts once for each indicator, over the nodes too (2021/1147 annex VIII, R51, R52).

A *step* is something that happens to a person for the first time: asked, offered, accepted, took part, completed. For
every step the query finds the first day, the age on that day and whether the person counts. Somebody with an identity
number is known again in another node by its blind index; without one the row itself is the person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from reporting.selectors.figures.span import Span

STEPS = ("asked", "offered", "accepted", "took_part", "completed")
SEXES = ("woman", "man", "non_binary")
AGES = ("under_18", "18_60", "over_60")
REASONS = ("other_municipality", "not_eligible", "not_verified", "withdrawn")

# Whatever happened to somebody, and when: each is a step for whoever it happened to first.
EVERY_STEP = """
WITH step AS (
    SELECT node_id, participant_id, 'asked' AS step, asked_on AS day FROM participants_interestform
    UNION ALL SELECT node_id, participant_id, 'asked', asked_on FROM matching_offer
    UNION ALL SELECT node_id, participant_id, 'offered', given_on FROM matching_offer
    UNION ALL SELECT node_id, participant_id, 'accepted', (answered_at AT TIME ZONE 'Europe/Stockholm')::date
        FROM matching_offer WHERE state = 'accepted'
    UNION ALL SELECT a.node_id, a.participant_id, 'took_part', (o.starts_at AT TIME ZONE 'Europe/Stockholm')::date
        FROM placements_attendance a JOIN associations_occasion o ON o.node_id = a.node_id AND o.id = a.occasion_id
        WHERE a.mark = 'present'
    UNION ALL SELECT node_id, participant_id, 'completed', ended_on FROM placements_placement WHERE state = 'completed'
)
"""

# Who a row is: known again in another node by the identity number's index.
PERSON = "CASE WHEN p.identity_index = '' THEN 'row ' || p.id ELSE p.identity_index END"

# A birthday that the month lacks falls on its last day (lag 1930:173 § 1), which is how PostgreSQL adds years too.
AGE_ON = """CASE WHEN {day} < p.date_of_birth + interval '18 years' THEN 'under_18'
    WHEN {day} < p.date_of_birth + interval '61 years' THEN '18_60' ELSE 'over_60' END"""

_FACTS = f"""{EVERY_STEP}
, first_step AS (
    SELECT node_id, participant_id, step, min(day) AS first_on FROM step
    WHERE node_id = ANY(%(nodes)s) AND day BETWEEN %(start)s AND %(until)s
    GROUP BY node_id, participant_id, step
), checked AS (
    SELECT node_id, participant_id,
        min(checked_on) FILTER (WHERE answer = 'yes' AND method <> 'not_shown') AS yes_on,
        (array_agg(answer ORDER BY checked_on DESC, id DESC))[1] AS answer,
        (array_agg(method ORDER BY checked_on DESC, id DESC))[1] AS method
    FROM participants_eligibilitycheck WHERE node_id = ANY(%(nodes)s) AND checked_on <= %(until)s
    GROUP BY node_id, participant_id
), fact AS (
    SELECT s.node_id, s.step, s.first_on, p.id, p.sex,
        {PERSON} AS person, {AGE_ON.format(day="s.first_on")} AS age,
        greatest(s.first_on, c.yes_on) AS counted_on,
        CASE WHEN NOT EXISTS (SELECT 1 FROM nodes_nodemunicipality m WHERE m.programme_id = %(programme)s
                 AND m.municipality_id = p.municipality_id AND m.valid_from <= s.first_on
                 AND (m.valid_to IS NULL OR m.valid_to > s.first_on)) THEN 'other_municipality'
             WHEN c.answer = 'no' THEN 'not_eligible'
             WHEN c.answer IS DISTINCT FROM 'yes' OR c.method = 'not_shown' THEN 'not_verified'
             WHEN s.step = 'accepted' AND (p.withdrawn_at AT TIME ZONE 'Europe/Stockholm')::date <= %(until)s
                 AND NOT EXISTS (SELECT 1 FROM first_step t WHERE t.step = 'took_part' AND t.node_id = p.node_id
                     AND t.participant_id = p.id) THEN 'withdrawn'
             ELSE '' END AS reason
    FROM first_step s JOIN participants_participant p ON p.node_id = s.node_id AND p.id = s.participant_id
    LEFT JOIN checked c ON c.node_id = p.node_id AND c.participant_id = p.id
)
"""  # noqa: S608 - constants, no value

_SQL = f"""{_FACTS}
, placed AS (
    SELECT node_id AS place, * FROM fact UNION ALL SELECT NULL, * FROM fact
), unique_person AS (
    SELECT DISTINCT ON (place, step, person) place, step, sex, age, reason, counted_on,
        min(first_on) OVER (PARTITION BY place, step, person) AS first_on
    FROM placed ORDER BY place, step, person, (reason <> ''), counted_on, id
)
SELECT place, step, reason, sex, age,
    count(*) FILTER (WHERE first_on >= %(first)s),
    count(*),
    count(*) FILTER (WHERE counted_on >= %(first)s)
FROM unique_person GROUP BY place, step, reason, sex, age
"""  # noqa: S608 - constants, no value

# Those whom `_SQL` counts as supported, one row for each unique person, the same row as there.
_SUPPORTED = f"""{_FACTS}
, unique_person AS (
    SELECT DISTINCT ON (person) id, age, reason, counted_on, min(first_on) OVER (PARTITION BY person) AS first_on
    FROM fact WHERE step = 'took_part' ORDER BY person, (reason <> ''), counted_on, id
)
SELECT id, age, first_on, counted_on FROM unique_person WHERE reason = '' ORDER BY counted_on, id
"""  # noqa: S608 - constants, no value


@dataclass(frozen=True)
class People:
    """Unique people with the same place, step, reason (why they do not count, "" where they do), sex and age.

    `place` is a node's id, or None for all nodes together; `counted` are those who came to count in the period.
    """

    place: int | None
    step: str
    reason: str
    sex: str
    age: str
    period: int
    total: int
    counted: int


def people(span: Span) -> Iterator[People]:
    """Everybody who has come to a step, in groups. One query; call it inside `counting_in`."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, span.parameters)
        yield from (People(*row) for row in cursor.fetchall())


@dataclass(frozen=True)
class Supported:
    """A participant who counts under O.2.3: the age that counts, the first day of taking part, and of counting."""

    participant_id: int
    age: str
    first_on: date
    counted_on: date


def supported(span: Span) -> list[Supported]:
    """Who they are, until the span's last day. One query; in the scope of somebody who may see them."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPPORTED, span.parameters)
        return [Supported(*row) for row in cursor.fetchall()]
