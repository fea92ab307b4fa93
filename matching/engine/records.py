"""What the engine needs to know of a person, of an activity and of a weekly time that is taken: one row each."""

import numpy as np

MOST_WISHES = 3  # R111
AREA_WORDS = 4
MOST_AREAS = 64 * AREA_WORDS

PERSON = np.dtype(
    [
        ("zone", "i4"),  # row of the travel table
        ("wishes", "i4", (MOST_WISHES,)),  # interest areas, the first choice first; -1 where there are fewer
        ("groups", "i4", (MOST_WISHES,)),  # the group of each wish, for what is near it
        ("born", "M8[D]"),
        ("sex", "u1"),  # one bit
        ("children", "?"),  # brings a child
        ("languages", "u8"),  # one bit per language spoken; all of them where that is not known
        ("most_travel", "i4"),  # minutes
        ("eligible_from", "M8[D]"),  # the days on which nothing says that the person may not take part
        ("eligible_until", "M8[D]"),
        ("waiver", "?"),  # secrecy waived towards the association
    ]
)
ACTIVITY = np.dtype(
    [
        ("zone", "i4"),  # column of the travel table
        ("areas", "u8", (AREA_WORDS,)),  # one bit per interest area, its group's among them
        ("groups", "u8", (AREA_WORDS,)),  # the groups' bits alone
        ("begins", "i4"),  # minutes after midnight between Sunday and Monday
        ("lasts", "i4"),  # minutes
        ("youngest", "i4"),
        ("oldest", "i4"),
        ("sexes", "u1"),  # the bits of those it is for
        ("children", "?"),  # children may come along
        ("languages", "u8"),  # the bits of those of which one is needed; 0 for none
        ("guest", "?"),  # another node's, which has opened places in it
        ("seats", "i4"),  # that nobody has taken
        ("held", "i4"),  # of these, how many are offered to somebody who has not answered
        ("start", "M8[D]"),
        ("end", "M8[D]"),
    ]
)
TAKEN = np.dtype(
    [
        ("person", "i4"),  # row
        ("begins", "i4"),  # as for an activity
        ("lasts", "i4"),
        ("first", "M8[D]"),  # the days between which it is taken
        ("last", "M8[D]"),
    ]
)


def bits(row: np.ndarray, number: np.ndarray, rows: int) -> np.ndarray:
    """The area words of so many rows, from pairs of a row and the number of one of its areas."""
    words = np.zeros((rows, AREA_WORDS), np.uint64)
    np.bitwise_or.at(words, (row, number // 64), np.uint64(1) << (number % 64).astype(np.uint64))
    return words
