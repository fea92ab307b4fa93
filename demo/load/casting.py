"""Who plays which part in today's story, so that every page has something to show in every node."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from demo.people import Person


@dataclass(frozen=True)
class Part:
    """A fate that is told and not drawn. Days count from today; `given` is when the offer was given."""

    name: str  # waiting, offered, declined, agreed, starts, lapsed, cancelled, protected
    asked: int
    given: int = 0
    plan: bool = True  # whether the plan entry is written
    wishes: tuple[str, ...] = ()  # before the person's own


# The most telling first: a small demonstration has only the beginning. Music is what nobody in väst offers, and what
# some want and nothing else.
PARTS: Final = (
    Part("waiting", -17),  # late
    Part("waiting", -12),  # soon late
    Part("offered", -13, given=-9),  # the day to reply has passed
    Part("agreed", -21, given=-12, plan=False),  # a plan to write
    Part("starts", -16, given=-10),  # begins this week
    Part("waiting", -10, wishes=("singing", "band_orchestra", "concerts")),  # flagged today, by beat
    Part("offered", -8, given=-2),
    Part("waiting", -13, wishes=("instrument", "singing", "concerts")),
    Part("declined", -20, given=-9),  # and has asked for a new offer
    Part("starts", -14, given=-6, plan=False),
    Part("waiting", -15, wishes=("singing", "instrument", "concerts")),
    Part("waiting", -14),  # the last day
    Part("offered", -19, given=-10),
    Part("agreed", -24, given=-15, plan=False),
    Part("waiting", -11, wishes=("instrument", "music_production", "concerts")),
    Part("cancelled", -9, given=-5),
    Part("starts", -19, given=-8),
    Part("lapsed", -29, given=-26),  # the offer ran out without an answer, and a new one waits
)


def cast(everybody: list[Person]) -> Iterator[tuple[Person, Part | None]]:
    """Yield each person with a part or None. Parts go round the units, so that each case officer has a story too."""
    parts = dict(zip(_in_turn(everybody), PARTS, strict=False))
    for index, person in enumerate(everybody):
        part = parts.get(index)
        yield (_fit_for_a_part(person), part) if part else (person, None)


def _in_turn(everybody: list[Person]) -> Iterable[int]:
    """Return places in the list: one of each unit, then the next of each, the recently asked first."""
    by_unit: dict[str, list[int]] = defaultdict(list)
    for index, person in sorted(enumerate(everybody), key=lambda each: -each[1].asked):
        if _suits(person):
            by_unit[person.unit].append(index)
    rounds = max(map(len, by_unit.values()), default=0)
    return [queue[turn] for turn in range(rounds) for queue in by_unit.values() if turn < len(queue)]


def _suits(person: Person) -> bool:
    """Who plays a part may take part, and can be shown by name."""
    born_long_ago = person.date_of_birth.year > 1965
    citizen = len(person.citizenships) == 1 and person.citizenships[0] not in {"PL", "RO"}
    return (
        not person.protection
        and person.route == "establishment"
        and citizen
        and born_long_ago
        and bool(person.permit_class)
    )


def _fit_for_a_part(person: Person) -> Person:
    """Return the person with a permit that has not run out and evenings free."""
    free = tuple(time for time in person.taken_times if time.kind == "sfi" and time.ends_at.hour < 17)
    return replace(person, taken_times=free, permit_permanent=True, permit_until=None, max_travel_minutes=None)
