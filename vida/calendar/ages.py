"""Ages in whole years, as Swedish law counts them."""

from calendar import monthrange
from datetime import date


def age_on(born: date, day: date) -> int:
    """Whole years that a person born on `born` has lived on `day`.

    Who is born on 29 February turns a year older on 28 February in years without a 29th: a time of years ends on
    the same date, or, where the month lacks it, on the month's last day (lag 1930:173 § 1). ValueError before birth.
    """
    if day < born:
        raise ValueError("nobody has an age before the day of birth")
    last_of_month = monthrange(day.year, born.month)[1]
    birthday = date(day.year, born.month, min(born.day, last_of_month))
    return day.year - born.year - (day < birthday)
