"""How long somebody has waited, as a class: the one home of that policy (R117, R120)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

STEPS: Final = (7, 14, 28)  # days since the person was asked: half the promised time, all of it, twice
MOST_DECLINED: Final = 2


def waiting_class(days: NDArray[np.integer], declined: NDArray[np.integer]) -> NDArray[np.int8]:
    """0 to 5, higher going first: one step up after 7, 14 and 28 days, and one for each offer declined, at most two.

    The promise is an offer within 14 days (R117). The clock begins again after a no (R120), so whoever has said no
    would lose all the time waited; the declined offers give some of it back.
    """
    return (np.digitize(days, STEPS) + np.minimum(MOST_DECLINED, declined)).astype(np.int8)
