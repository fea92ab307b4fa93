"""The parts of the week that people and activities are counted in (R94)."""

from typing import Final

DAY, EVENING, WEEKEND = "day", "evening", "weekend"
PARTS: Final = (DAY, EVENING, WEEKEND)

_MORNING, _FIVE, _NIGHT = 8 * 60, 17 * 60, 22 * 60  # minutes after midnight

# When an activity could meet at all. Somebody who is free for an hour on any of these days can come in that part.
HOURS: Final = [
    *((DAY, weekday, _MORNING, _FIVE) for weekday in range(5)),
    *((EVENING, weekday, _FIVE, _NIGHT) for weekday in range(5)),
    *((WEEKEND, weekday, _MORNING, _NIGHT) for weekday in (5, 6)),
]
SHORTEST = 60  # minutes: a VIDA activity is an hour x
