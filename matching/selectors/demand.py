"""The people who wait, as the rules want them: a handful of queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, time
from functools import cache
from typing import Final

from django.db.models import F, Q
from django.utils.translation import gettext as _

from matching.models import Offer
from matching.rules import EarlierOffer, PersonFacts, Taken, Wish
from matching.scoring import lower_first
from matching.states import OfferState
from nodes.models import InterestArea, ProgrammeTerms
from nodes.zones import zone_of
from participants.models import EligibilityCheck, InterestChoice, InterestForm, Participant, TakenTime
from participants.selectors.eligibility import weigh
from participants.selectors.waivers import waivers_on
from placements.models import Placement
from placements.states import PlacementState
from vida.calendar import long_date

# The offers that keep their activity from being proposed on the same form until the person is asked again (R120): not
# one that was taken back, and not one left unanswered before the form's clock began anew. A no stands in all rounds of
# its form; a new form is a new asking, on which no earlier offer counts.
COUNTS: Final = ~Q(state=OfferState.WITHDRAWN) & ~Q(state=OfferState.EXPIRED, form__asked_on__gt=F("given_on"))


def facts_of(forms: Sequence[InterestForm], *, on: date, terms: ProgrammeTerms) -> dict[int, PersonFacts]:
    """What the rules need to know about the people behind `forms`, by form; five queries. Have `participant` loaded."""
    people = {form.participant_id: form.participant for form in forms}
    wishes = wishes_of([form.pk for form in forms])
    taken, placed = _taken(people, on)
    offered, waivers = _offered([form.pk for form in forms]), _with_waiver(people, on)
    return {
        form.pk: PersonFacts(
            form_id=form.pk,
            participant_id=form.participant_id,
            born=form.participant.date_of_birth,
            sex=form.participant.sex,
            children=form.participant.children_to_bring,
            languages=frozenset(form.participant.languages),
            most_travel=form.participant.max_travel_minutes,
            zone=zone_of(form.participant.municipality_id, form.participant.postcode),
            wishes=tuple(wishes[form.pk]),
            taken=tuple(taken[form.participant_id]),
            waiver=form.participant_id in waivers,
            not_eligible=why_not_eligible(form.participant, terms),
            offered=offered[form.pk],
            placed=frozenset(placed[form.participant_id]),
        )
        for form in forms
    }


def why_not_eligible(participant: Participant, terms: ProgrammeTerms) -> Callable[[date], str]:
    """A question about a day: why the person may not take part then, in a sentence; "" for yes and uncertain."""

    @cache
    def ask(day: date) -> str:
        answer = weigh(participant, on=day, terms=terms, proven=True, municipalities=frozenset())
        if answer.answer != EligibilityCheck.Answer.NO:
            return ""
        rule = answer.rules[0]
        if rule.code == "permit_expired" and participant.permit_until:
            return _("uppehållstillståndet går ut innan, %(day)s") % {"day": long_date(participant.permit_until)}
        return lower_first(rule.sentence).rstrip(".")

    return ask


def wishes_of(form_ids: Collection[int]) -> dict[int, list[Wish]]:
    """The wishes of each of these forms, the first choice first; one query."""
    found: dict[int, list[Wish]] = defaultdict(list)
    rows = InterestChoice.objects.filter(form_id__in=form_ids).order_by("form_id", "rank")
    read = rows.values_list("form_id", "rank", "area__code", "area__parent__code", f"area__{InterestArea.name_field()}")
    for form, rank, code, group, name in read:
        found[form].append(Wish(rank, code, group or code, name))
    return found


def _taken(people: Iterable[int], on: date) -> tuple[dict[int, list[Taken]], dict[int, set[int]]]:
    """The weekly times that are taken, and the activities in which each has, or has had, a place."""
    taken: dict[int, list[Taken]] = defaultdict(list)
    placed: dict[int, set[int]] = defaultdict(set)
    times = TakenTime.objects.filter(participant_id__in=people).order_by("weekday", "starts_at")
    for person, kind, weekday, starts_at, ends_at in times.values_list(
        "participant_id", "kind", "weekday", "starts_at", "ends_at"
    ):
        words = _("annan tid") if kind == TakenTime.Kind.OTHER else lower_first(str(TakenTime.Kind(kind).label))
        taken[person].append(Taken(words, weekday, _minutes(starts_at), _minutes(ends_at)))
    placements = Placement.objects.filter(participant_id__in=people).exclude(state=PlacementState.CANCELLED)
    for person, activity, ended_on, title, weekday, starts_at, minutes, *days in placements.values_list(
        "participant_id", "activity_id", "ended_on", "activity__title", "activity__weekday", "activity__starts_at",
        "activity__minutes", "activity__first_on", "activity__last_on",
    ).order_by("activity__first_on", "id"):  # fmt: skip
        placed[person].add(activity)
        if days[1] >= on and ended_on is None:
            starts = _minutes(starts_at)
            taken[person].append(Taken(title, weekday, starts, starts + minutes, *days))
    return taken, placed


def _minutes(moment: time) -> int:
    return 60 * moment.hour + moment.minute


def _offered(form_ids: Collection[int]) -> dict[int, dict[int, EarlierOffer]]:
    """What was offered on each of these forms and still counts, by activity; one query."""
    found: dict[int, dict[int, EarlierOffer]] = defaultdict(dict)
    rows = Offer.objects.filter(COUNTS, form_id__in=form_ids).order_by("given_at")
    for form, activity, day, state in rows.values_list("form_id", "activity_id", "given_on", "state"):
        found[form][activity] = EarlierOffer(day, state)
    return found


def _with_waiver(people: Iterable[int], on: date) -> set[int]:
    return set(waivers_on(on).filter(participant_id__in=people).values_list("participant_id", flat=True))
