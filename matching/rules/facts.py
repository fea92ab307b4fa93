"""What the rules and the score need to know, as plain data: no query is made from here on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from nodes.travel import Travel, estimate

NEAR = 3  # levels from here on: not the wish itself, but something of the same group


@dataclass(frozen=True)
class Wish:
    """A ranked interest: `area` is the leaf's code, `group` its parent's."""

    rank: int
    area: str
    group: str
    name: str


@dataclass(frozen=True)
class Taken:
    """A weekly time that is taken, in minutes after midnight; a placement's has its first and last day."""

    words: str  # "SFI", "arbete", "Fotboll för alla"
    weekday: int
    starts: int
    ends: int
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class EarlierOffer:
    """That the same activity was offered before: when, and what came of it (a state of `OfferState`)."""

    on: date
    state: str


@dataclass(frozen=True)
class PersonFacts:
    """One person with one interest form."""

    form_id: int
    participant_id: int
    born: date
    sex: str
    children: int
    languages: frozenset[str]  # codes; none where nobody has asked
    most_travel: int | None  # minutes
    zone: str
    wishes: tuple[Wish, ...]
    taken: tuple[Taken, ...]
    waiver: bool  # secrecy waived towards associations
    not_eligible: Callable[[date], str]  # the sentence that says why not on that day; "" for yes and uncertain
    offered: Mapping[int, EarlierOffer] = field(default_factory=dict)  # by activity
    placed: frozenset[int] = frozenset()  # activities where the person has, or has had, a place


@dataclass(frozen=True)
class ActivityFacts:
    """One activity; `areas` are its leaves with their groups."""

    pk: int
    title: str
    association: str
    areas: tuple[tuple[str, str, str], ...]  # code, group's code, name
    weekday: int
    starts_at: time
    minutes: int
    first_on: date
    last_on: date
    place: str
    zone: str
    seats_free: int
    seats_held: int  # of the free ones, how many are offered to somebody who has not answered
    for_whom: str
    min_age: int | None
    max_age: int | None
    children_welcome: bool
    languages: tuple[str, ...]  # codes, of which one is needed
    home: str  # the node that has opened guest places in it; "" for the own node's

    @property
    def starts(self) -> int:
        """The start in minutes after midnight."""
        return 60 * self.starts_at.hour + self.starts_at.minute

    @property
    def ends(self) -> int:
        """The end in minutes after midnight of the starting day; may pass 24 hours."""
        return self.starts + self.minutes


@dataclass(frozen=True)
class Pair:
    """A person and an activity on a day: the wish that is met (None: outside the wishes) and the way there."""

    person: PersonFacts
    activity: ActivityFacts
    on: date
    horizon: int  # days
    travel: Travel | None  # None where the way is not known
    wish: Wish | None
    near: bool  # the same group as the wish, not the wish itself

    @property
    def level(self) -> int:
        """How well the wishes are met, 0 is best: the first to third choice, then what is near them, then anything
        else.
        """
        if self.wish is None:
            return 2 * NEAR
        return self.wish.rank - 1 + (NEAR if self.near else 0)


def pair_of(person: PersonFacts, activity: ActivityFacts, *, on: date, horizon: int) -> Pair:
    """The pair, with the best wish that the activity meets: a choice itself before anything near a choice."""
    codes = {code for code, _group, _name in activity.areas}
    groups = {group for _code, group, _name in activity.areas}
    exact = next((wish for wish in person.wishes if wish.area in codes | groups), None)
    near = None if exact else next((wish for wish in person.wishes if wish.group in groups), None)
    travel = estimate(person.zone, activity.zone)
    return Pair(person, activity, on, horizon, travel, exact or near, near is not None)
