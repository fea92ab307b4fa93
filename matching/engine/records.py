"""What the engine needs to know of a person and of an activity: one row each."""

import numpy as np

MOST_WISHES = 10

PERSON = np.dtype(
    [
        ("zone", "i4"),  # row of the travel table
        ("wishes", "i4", (MOST_WISHES,)),  # interest areas, the first choice first; -1 where there are fewer
        ("busy", "u8", (6,)),  # half hours of the week that are taken, see `week`
        ("born", "M8[D]"),
        ("sex", "u1"),  # one bit
        ("children", "?"),  # brings a child
        ("languages", "u8"),  # one bit per language spoken
        ("most_travel", "i4"),  # minutes
        ("eligible_until", "M8[D]"),  # the last day; NaT when not proven
        ("waiver", "?"),  # secrecy waived towards the association
    ]
)
ACTIVITY = np.dtype(
    [
        ("zone", "i4"),  # column of the travel table
        ("area", "i4"),
        ("parent", "i4"),  # the wider area, -1 for none; a wish for it counts as well
        ("slots", "u8", (6,)),  # half hours of the week that it takes
        ("youngest", "u1"),
        ("oldest", "u1"),
        ("sexes", "u1"),  # the bits of those it is for
        ("children", "?"),  # children may come along
        ("languages", "u8"),  # the bits of those of which one is needed; 0 for none
        ("seats", "i4"),  # free now
        ("start", "M8[D]"),
    ]
)
