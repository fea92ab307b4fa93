"""What a round came to, written in one statement for each table, however many people there are.

PostgreSQL takes no COPY into a table behind row-level security. A column is one text of words with commas between,
which both sides make and read faster than JSON or the arrays of the client.
"""

from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from matching.engine import NOBODY, Assignment, SeatPrices
from matching.models import MatchingRound
from matching.selectors.round_problem import RoundProblem

PROPOSALS: Final = {
    "form": "bigint", "participant": "bigint", "unit": "bigint", "waiting_class": "smallint", "activity": "bigint",
    "rank": "smallint", "travel": "smallint", "minutes": "smallint", "why_not": "text", "locked": "boolean",
    "excluded": "boolean",
}  # fmt: skip
ACTIVITIES: Final = {"activity": "bigint", "seats": "smallint", "price": "bigint"}


def _rows(columns: dict[str, str]) -> str:
    arrays = (f"string_to_array(%s, ',', 'None')::{kind}[]" for kind in columns.values())
    return f"unnest({', '.join(arrays)}) AS rows ({', '.join(columns)})"


INSERT: Final = f"""
INSERT INTO matching_proposal (node_id, round_id, form_id, participant_id, service_unit_id, waiting_class,
                               activity_id, rank, travel, minutes, why_not, locked, excluded,
                               source, set_aside, aside_reason)
SELECT %s, %s, form, participant, unit, waiting_class, activity, rank, travel, minutes, coalesce(why_not, ''), locked,
       excluded, 'engine', false, ''
FROM {_rows(PROPOSALS)}
"""  # noqa: S608 - our own names
INSERT_ACTIVITIES: Final = f"""
INSERT INTO matching_roundactivity (node_id, round_id, activity_id, seats, price)
SELECT %s, %s, activity, seats, price FROM {_rows(ACTIVITIES)}
"""  # noqa: S608 - our own names
# What a person locked in the round that is made again, or left out of it, stays as that person left it.
DECISIONS = """
UPDATE matching_proposal p SET source = e.source, set_aside = e.set_aside, aside_reason = e.aside_reason,
    decided_by_id = e.decided_by_id
FROM matching_proposal e
WHERE p.node_id = %s AND p.round_id = %s AND e.node_id = p.node_id AND e.round_id = %s
    AND e.form_id = p.form_id
    AND (e.activity_id = p.activity_id AND e.locked AND p.locked OR e.excluded AND p.excluded)
"""


def write_proposals(row: MatchingRound, asked: RoundProblem, answer: Assignment, reasons: list[str]) -> None:
    """Write what each person gets, or what stands in the way; in a round that is made again what was decided stays."""
    placed = answer.activity != NOBODY
    activity = np.append(asked.found.activity_pks, 0)[answer.activity]
    rank, travel = np.append(asked.problem.rank, 0)[answer.pair], np.append(asked.problem.travel, 0)[answer.pair]
    minutes = _minutes(asked, answer)
    columns = {
        "form": asked.found.forms.tolist(),
        "participant": asked.found.participants.tolist(),
        "unit": asked.found.units.tolist(),
        "waiting_class": asked.problem.waiting_class.tolist(),
        "activity": _or_none(activity, placed),
        "rank": _or_none(rank, placed),
        "travel": _or_none(travel, placed),
        "minutes": _or_none(minutes, placed & (minutes >= 0)),
        "why_not": reasons,
        "locked": (answer.locked != NOBODY).tolist(),
        "excluded": asked.excluded.tolist(),
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [row.node_id, row.pk, *_written(PROPOSALS, columns)])
        if row.again_of_id:
            cursor.execute(DECISIONS, [row.node_id, row.pk, row.again_of_id])


def _minutes(asked: RoundProblem, answer: Assignment) -> NDArray[np.integer]:
    """How long each person's way is, below 0 where it is not known; anything without a place."""
    sides = asked.found.sides
    return sides.minutes[sides.of_person["zone"], np.append(sides.of_activity["zone"], 0)[answer.activity]]


def _or_none(values: NDArray[np.integer], there: NDArray[np.bool_]) -> list[int | None]:
    return [value if known else None for value, known in zip(values.tolist(), there.tolist(), strict=True)]


def write_activities(row: MatchingRound, asked: RoundProblem, prices: SeatPrices) -> None:
    """Write the places of each activity, and the price of one."""
    columns = {
        "activity": asked.found.activity_pks.tolist(),
        "seats": asked.problem.seats.tolist(),
        "price": prices.price.tolist(),
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ACTIVITIES, [row.node_id, row.pk, *_written(ACTIVITIES, columns)])


def _written(kinds: dict[str, str], columns: dict[str, list[Any]]) -> list[str]:
    """The columns in the order of `kinds`, each as a text; None is no value."""
    return [",".join(map(str, columns[name])) for name in kinds]
