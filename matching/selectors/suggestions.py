"""What to suggest to somebody who waits, why, and what stands in the way of the rest (R60, R115)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from matching import scoring
from matching.rules import RULES, ActivityFacts, Obstacle, Pair, PersonFacts, Wish, obstacles, pair_of
from matching.scoring import LastPrices
from matching.selectors import demand, supply
from matching.selectors.shortlist import shortlist
from nodes.models import ProgrammeTerms
from nodes.selectors.terms import terms_on
from participants.models import InterestForm


@dataclass(frozen=True)
class Suggestion:
    """One activity for one person: the score's parts in words, and what stands in the way (nothing, when it fits)."""

    pair: Pair
    obstacles: tuple[Obstacle, ...]
    gives_way: bool = False  # stands behind what suits less well, because others need the place more

    @property
    def activity(self) -> ActivityFacts:
        """The activity."""
        return self.pair.activity

    @property
    def fits(self) -> bool:
        """Whether no rule stands in the way."""
        return not self.obstacles

    @property
    def of_activity(self) -> tuple[Obstacle, ...]:
        """What stands in the way of this activity; what concerns the person as a whole is said once, apart."""
        return tuple(obstacle for obstacle in self.obstacles if not obstacle.rule.about_person)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it stands: choice, way, time, places, start."""
        return scoring.reasons(self.pair) + ((self.scarce_words,) if self.gives_way else ())

    @property
    def scarce_words(self) -> str:
        """Why it stands behind what suits less well, if it does."""
        return _("platsen här behövs mer av andra") if self.gives_way else ""

    @property
    def rank(self) -> int | None:
        """The choice that it meets, 1 to 3, itself or nearly; None outside the wishes."""
        return self.pair.wish.rank if self.pair.wish else None

    @property
    def travel_points(self) -> int:
        """The way and the wait in the engine's points."""
        return scoring.travel_points(self.pair)

    @property
    def minutes(self) -> int | None:
        """Of the way there; None where it is not known."""
        return self.pair.travel.minutes if self.pair.travel else None

    @property
    def wish_words(self) -> str:
        """Which choice it meets."""
        return scoring.wish_words(self.pair)

    @property
    def travel_words(self) -> str:
        """How far it is."""
        return scoring.travel_words(self.pair)

    @property
    def only_elsewhere(self) -> bool:
        """Whether nothing of the activity stands in the way but that it is another node's."""
        return [obstacle.rule.code for obstacle in self.of_activity] == ["node"]

    @property
    def needs_reason(self) -> bool:
        """Whether who offers it all the same has to say why."""
        return any(obstacle.rule.needs_reason for obstacle in self.obstacles)

    @property
    def can_be_set_aside(self) -> bool:
        """Whether a person may offer it all the same, knowing what stands in the way."""
        return not any(obstacle.rule.firm for obstacle in self.obstacles)


@dataclass(frozen=True)
class Unmet:
    """A choice that no activity fits: its area's code, the sentence, and whether there is none to be had at all."""

    area: str
    sentence: str
    to_look_for: bool


@dataclass(frozen=True)
class Suggestions:
    """Everything about one form: what fits, best first; what does not and why; choices that nothing fits."""

    wishes: tuple[Wish, ...]
    fitting: list[Suggestion]
    fitting_later: list[Suggestion]  # what fits as soon as that which concerns the person has been put right
    elsewhere: list[Suggestion]  # guest places in other nodes, the nearest first: for want of something here
    ruled_out: list[Suggestion]  # those that one rule alone stands in the way of come first
    unmet: list[Unmet]  # the choices that no activity fits
    about_person: list[Obstacle]  # what stands in the way of every activity, with its remedy on the person's page
    more: Mapping[str, int] = field(default_factory=dict)  # by list: how many it was cut by


def suggestions_for(
    form: InterestForm, *, on: date, prices: LastPrices | None = None, most: int | None = None
) -> Suggestions:
    """The suggestions for one form on a day, ranked also by what places were worth where `prices` are given.

    With `most` no list is longer, and only what it shows is read as models. The number of queries does not grow with
    the activities.
    """
    terms = terms_on(form.node.programme, on)
    person = demand.facts_of([form], on=on, terms=terms)[form.pk]
    if most is None:
        activities = supply.activities_on(on, groups={wish.group for wish in person.wishes})
        return _sorted_out(person, activities, on=on, terms=terms, prices=prices)
    short = shortlist(form, person, on=on, terms=terms, most=most, prices=prices)
    found = _sorted_out(person, supply.activities_among(short.activities), on=on, terms=terms, prices=prices)
    lists = {name: getattr(found, name)[:most] for name in short.of}
    return replace(found, **lists, more={name: max(0, count - most) for name, count in short.of.items()})


def _sorted_out(
    person: PersonFacts,
    activities: Iterable[ActivityFacts],
    *,
    on: date,
    terms: ProgrammeTerms,
    prices: LastPrices | None,
) -> Suggestions:
    found = list(weighed(person, activities, on=on, terms=terms, prices=prices))
    fits = _marked(list(fitting(found)))
    fitting_later = [one for one in found if one.obstacles and not one.of_activity]
    elsewhere = sorted((one for one in found if one.only_elsewhere), key=lambda one: scoring.way(one.pair))
    stopped = (one for one in found if one.of_activity and not one.only_elsewhere)
    return Suggestions(
        wishes=person.wishes,
        fitting=fits,
        fitting_later=fitting_later,
        elsewhere=elsewhere,
        ruled_out=sorted(stopped, key=lambda one: len(one.of_activity)),
        unmet=[_unmet(wish, found) for wish in person.wishes if not _met(wish, fits + fitting_later)],
        about_person=_about_person(person, on),
    )


@dataclass(frozen=True)
class Prospect:
    """What fits somebody who waits, the best first (empty where nothing does), and what stands in the way of all."""

    suggestions: tuple[Suggestion, ...]
    about_person: list[Obstacle]
    scarce: str = ""  # the activity that would have been first but for what its places are worth to others

    @property
    def suggestion(self) -> Suggestion | None:
        """The best one."""
        return next(iter(self.suggestions), None)


def prospects_for(
    forms: Sequence[InterestForm],
    *,
    on: date,
    terms: ProgrammeTerms,
    most: int = 1,
    prices: LastPrices | None = None,
) -> dict[int, Prospect]:
    """The `most` best to offer behind each form, ranked also by what places were worth where `prices` are given.

    Have `participant` loaded; seven queries in all.
    """
    people = demand.facts_of(forms, on=on, terms=terms)
    shelves: dict[str, list[ActivityFacts]] = defaultdict(list)
    groups = {wish.group for person in people.values() for wish in person.wishes}
    for activity in supply.activities_on(on, groups=groups):
        for group in {group for _code, group, _name in activity.areas}:
            shelves[group].append(activity)
    found = {}
    for pk, person in people.items():
        activities = _from(shelves, person)
        best = list(islice(fitting(weighed(person, activities, on=on, terms=terms, prices=prices)), most))
        plain = weighed(person, activities, on=on, terms=terms) if prices and best else ()
        found[pk] = Prospect(tuple(_marked(best)), _about_person(person, on), _scarce(best, fitting(plain)))
    return found


def _scarce(best: Sequence[Suggestion], plain: Iterator[Suggestion]) -> str:
    """The activity that is first without prices, where that is another."""
    first = next(plain, None)
    return first.activity.title if first and first.activity.pk != best[0].activity.pk else ""


def _marked(fits: list[Suggestion]) -> list[Suggestion]:
    """The same, in the same order, with a mark on each that stands behind something that suits less well."""
    marked, worst = [], None
    for one in fits:
        key = scoring.order(one.pair)
        marked.append(replace(one, gives_way=worst is not None and key < worst))
        worst = key if worst is None else max(worst, key)
    return marked


def _from(shelves: Mapping[str, list[ActivityFacts]], person: PersonFacts) -> list[ActivityFacts]:
    """What stands on the shelves of the person's wishes, each activity once."""
    wanted = {wish.group for wish in person.wishes}
    return list({activity.pk: activity for group in wanted for activity in shelves.get(group, ())}.values())


def fitting(weighed_activities: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Those that nothing stands in the way of, in their order."""
    return (one for one in weighed_activities if one.fits)


def weighed(
    person: PersonFacts,
    activities: Iterable[ActivityFacts],
    *,
    on: date,
    terms: ProgrammeTerms,
    prices: LastPrices | None = None,
) -> Iterator[Suggestion]:
    """Every activity that has to do with the person's wishes, the best first, with what stands in its way."""
    pairs = (pair_of(person, activity, on=on, horizon=terms.horizon_days) for activity in activities)
    for pair in scoring.in_order((pair for pair in pairs if pair.wish), prices):
        yield Suggestion(pair, obstacles(pair, RULES))


def chosen_pairs(forms: Sequence[InterestForm], chosen: Mapping[int, int], *, on: date) -> dict[int, Suggestion]:
    """One activity for each form, both by key, inside the wishes or not: what offers ask before they are saved.

    The forms are of one node. Have `participant` and the node's programme loaded.
    """
    if not forms:
        return {}
    terms = terms_on(forms[0].node.programme, on)
    people = demand.facts_of(forms, on=on, terms=terms)
    activities = {one.pk: one for one in supply.activities_among(set(chosen.values()))}
    found = {}
    for form in forms:
        pair = pair_of(people[form.pk], activities[chosen[form.pk]], on=on, horizon=terms.horizon_days)
        found[form.pk] = Suggestion(pair, obstacles(pair, RULES))
    return found


def _met(wish: Wish, fitting: list[Suggestion]) -> bool:
    return any(one.pair.wish == wish and not one.pair.near for one in fitting)


def _unmet(wish: Wish, found: list[Suggestion]) -> Unmet:
    """The plain sentence for a choice that nothing fits, by what there is."""
    words = {"rank": wish.rank, "area": scoring.lower_first(wish.name)}
    own = [one for one in found if not one.activity.home]
    exact = [one for one in own if one.pair.wish == wish and not one.pair.near]
    if not exact:
        return Unmet(wish.area, _("Val %(rank)d, %(area)s: ingen aktivitet i noden.") % words, to_look_for=True)
    if all(any(obstacle.rule.code == "seat" for obstacle in one.obstacles) for one in exact):
        full = _("Val %(rank)d, %(area)s: ingen aktivitet med plats i noden.") % words
        return Unmet(wish.area, full, to_look_for=True)
    in_the_way = _("Val %(rank)d, %(area)s: finns i noden, men något står i vägen. Se nedan.") % words
    return Unmet(wish.area, in_the_way, to_look_for=False)


def _about_person(person: PersonFacts, on: date) -> list[Obstacle]:
    """What stands in the way already today, whatever the activity."""
    rules = {rule.code: rule for rule in RULES}
    found = []
    if not person.waiver:
        found.append(Obstacle(rules["waiver"], _("Medgivande att lämna uppgifter till föreningen saknas.")))
    if why := person.not_eligible(on):
        found.append(Obstacle(rules["eligibility"], why[:1].upper() + why[1:] + "."))
    return found
