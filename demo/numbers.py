"""Numbers that belong to nobody: Skatteverket's test series, PTS's for fiction, an unused organisation series."""

from collections.abc import Collection
from datetime import date
from random import Random
from typing import Final

from stdnum import luhn

# Birth numbers 980–989 are for tests; even ones are women's. Each node has its own, so that no two persons share one.
BIRTH_NUMBERS: Final = {
    "vast": {"woman": (980,), "man": (981,)},
    "nordost": {"woman": (982, 984), "man": (983, 985)},
    "stockholm": {"woman": (986, 988), "man": (987, 989)},
}


def identity_number(
    random: Random, born: date, sex: str, node: str, *, coordination: bool, taken: Collection[str]
) -> str:
    """Return twelve digits with a right check digit, or "" when the test series holds no free number that day."""
    numbers = BIRTH_NUMBERS[node].get(sex) or sum(BIRTH_NUMBERS[node].values(), ())
    day = born.day + 60 if coordination else born.day
    for birth_number in random.sample(numbers, len(numbers)):
        ten = f"{born:%y%m}{day:02}{birth_number}"
        number = f"{born:%Y}"[:2] + ten + luhn.calc_check_digit(ten)
        if number not in taken:
            return number
    return ""


def mobile_number(random: Random) -> str:
    """Return one of 070-174 06 05 to 070-174 06 99 in E.164 form (PTS: numbers for books and films)."""
    return f"+467017406{random.randint(5, 99):02}"


def landline_number(random: Random) -> str:
    """Return one of 08-465 004 00 to 08-465 004 99 in E.164 form (PTS)."""
    return f"+468465004{random.randint(0, 99):02}"


def organisation_number(serial: int) -> str:
    """Return ten digits with a right check digit in 8999xx-xxxx, where no association is known to be."""
    nine = f"8999{serial:05}"
    return nine + luhn.calc_check_digit(nine)
