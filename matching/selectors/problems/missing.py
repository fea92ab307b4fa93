"""What each person lacks whom a forecast leaves without a place: one word a person, about the first choice (R116)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine import Sides
from matching.selectors.problems.node import NodeProblem, why_nots

UNCHOSEN = "unchosen"  # no interest is chosen: only words of the person's own
FIRST = 0


def what_is_missing(problem: NodeProblem, rows: Sequence[int] | NDArray[np.integer]) -> list[str]:
    """For each of these persons, who got no place, one word for what is missing.

    First what concerns the person and must be put right whatever there is to offer: "waiver", "eligibility" or
    UNCHOSEN. Else what `matching.engine.why_not` says of the first choice and its group alone: an answer about all
    three choices at once would blame music for a clash with football.
    """
    rows = np.asarray(rows, np.int64)
    people, today = problem.persons[rows], problem.sides.today
    words = why_nots(replace(problem, sides=_first_choices(problem.sides)), rows)
    barred = (today < people["eligible_from"]) | (today > people["eligible_until"])
    unchosen = people["wishes"][:, FIRST] < 0
    return np.select([~people["waiver"], barred, unchosen], ["waiver", "eligibility", UNCHOSEN], words).tolist()


def _first_choices(sides: Sides) -> Sides:
    persons: NDArray[Any] = sides.persons.copy()
    for field in ("wishes", "groups"):
        persons[field][:, FIRST + 1 :] = -1
    return replace(sides, persons=persons)
