"""The days on which nothing says that a person may not take part: `participants.selectors.rules`, for many at once.

Each of those rules that answers no does so always, before a day or after a day; so what is left is one stretch of days.
That the two agree, person by person and day by day, is what tests/matching/test_problems.py is for.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.selectors.problems.codes import FIRST, LAST
from matching.selectors.problems.copying import Columns
from nodes.models import ProgrammeTerms
from participants.selectors.rules import YOUTH_BELOW, YOUTH_FROM

Days = NDArray[np.datetime64]


def eligible_days(people: Columns, terms: ProgrammeTerms) -> tuple[Days, Days]:
    """The first and the last day for each person; the last before the first where there is no such day."""
    born, permit_from = people["born"], people["permit_from"]
    first = np.full(len(born), FIRST, "M8[D]")
    if terms.min_age > 0:
        first = np.where(people["youth"], first, birthday(born, terms.min_age))
    last = birthday(born, terms.max_age + 1) - 1
    known = (permit_from != np.datetime64(FIRST)) & (born <= permit_from)
    of_age = (birthday(born, YOUTH_FROM) <= permit_from) & (permit_from < birthday(born, YOUTH_BELOW))
    never = people["youth"] & known & ~of_age
    if terms.third_country_only:
        never = never | people["barred"]
        first = np.maximum(first, permit_from)
        last = np.where(people["permit_permanent"], last, np.minimum(last, people["permit_until"]))
    return np.where(never, np.datetime64(LAST), first), np.where(never, np.datetime64(FIRST), last)


def birthday(born: Days, age: int) -> Days:
    """The day on which each turns so many years; the 29th of February is the 28th where the year lacks it."""
    month = born.astype("M8[M]")
    there: Any = month + 12 * age
    length = ((there + 1).astype("M8[D]") - there.astype("M8[D]")).astype(np.int64)
    day = np.minimum((born - month.astype("M8[D]")).astype(np.int64), length - 1)
    return there.astype("M8[D]") + day
