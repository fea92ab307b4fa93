"""Who may take part: one table of rules (R52, R54–R58, R65). Pure: it knows dates and codes, and no row.

A rule that fails says no or uncertain; the answer is the hardest of them. A note changes nothing and only tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.models import EligibilityCheck, Participant
from participants.reference import free_movement
from vida.calendar import age_on, long_date

Answer = EligibilityCheck.Answer
Permit = Participant.PermitClass
Route = Participant.Route

SWEDEN = "SE"
NOT_FOR_ESTABLISHMENT = frozenset({Permit.FAMILY, Permit.WORK, Permit.STUDIES, Permit.LONG_TERM})
YOUTH_FROM, YOUTH_BELOW = 18, 20  # at the permit's date (R58)


@dataclass(frozen=True)
class Terms:
    """What the programme's terms say about who may take part."""

    min_age: int
    max_age: int
    third_country_only: bool
    horizon_days: int


@dataclass(frozen=True)
class Case:
    """One person on one day under one programme's terms: all that the rules look at."""

    on: date
    terms: Terms
    born: date
    citizenships: frozenset[str]
    route: str
    permit_class: str
    permit_permanent: bool
    permit_from: date | None
    permit_until: date | None
    proven: bool
    in_municipality: bool

    @property
    def age(self) -> int:
        """Whole years on the day of the check; 0 for somebody who is not born yet."""
        return age_on(self.born, self.on) if self.born <= self.on else 0

    @property
    def age_at_permit(self) -> int | None:
        """Whole years on the permit's first day; None where either day is unknown or they are the wrong way round."""
        return age_on(self.born, self.permit_from) if self.permit_from and self.born <= self.permit_from else None

    @property
    def ended(self) -> bool:
        """Whether the permit has run out."""
        return bool(self.permit_until and self.permit_until < self.on)

    def __getitem__(self, gap: str) -> object:
        """What to write into a gap of a rule's sentence; worked out when a sentence has it."""
        return GAPS[gap](self)


GAPS: dict[str, Callable[[Case], object]] = {
    "age": lambda case: case.age,
    "age_at_permit": lambda case: case.age_at_permit,
    "min_age": lambda case: case.terms.min_age,
    "max_age": lambda case: case.terms.max_age,
    "day": lambda case: long_date(case.on),
    "permit": lambda case: Permit(case.permit_class).label if case.permit_class else "",
    "permit_from": lambda case: long_date(case.permit_from) if case.permit_from else "",
    "permit_until": lambda case: long_date(case.permit_until) if case.permit_until else "",
}


@dataclass(frozen=True)
class Rule:
    """One condition: its code (stored), its name, the answer when it `fails`, its source and its sentence."""

    code: str
    name: str | Promise
    answer: str
    source: str
    sentence: str | Promise
    fails: Callable[[Case], bool]


@dataclass(frozen=True)
class FailedRule:
    """A rule that was not met, or could not be settled, in words for a person."""

    code: str
    answer: str
    source: str
    sentence: str


@dataclass(frozen=True)
class EligibilityAnswer:
    """Yes, no or uncertain; the rules that settled it, the hardest first; and notes that change nothing."""

    answer: str
    rules: list[FailedRule]
    notes: list[FailedRule]

    @property
    def label(self) -> str:
        """The answer in a word."""
        return str(Answer(self.answer).label)


def _third_country(fails: Callable[[Case], bool]) -> Callable[[Case], bool]:
    """A rule that holds only where the programme is for third-country nationals (AMIF)."""
    return lambda case: case.terms.third_country_only and fails(case)


RULES = (
    Rule(
        "swedish_citizen",
        _("Svensk medborgare"),
        Answer.NO,
        "R57",
        _("Svenska medborgare kan inte delta, inte heller den som dessutom har ett annat medborgarskap."),
        _third_country(lambda case: SWEDEN in case.citizenships),
    ),
    Rule(
        "eu_citizen",
        _("Medborgare i EU, EES eller Schweiz"),
        Answer.NO,
        "R57",
        _("Medborgare i EU, EES eller Schweiz kan inte delta, inte heller den som har dubbelt medborgarskap."),
        _third_country(lambda case: bool(case.citizenships & free_movement())),
    ),
    Rule(
        "too_young",
        _("Lägsta ålder"),
        Answer.NO,
        "R54, R65",
        _("Personen är %(age)s år den dag det prövas (%(day)s). Programmet tar emot från %(min_age)s år."),
        lambda case: case.route != Route.YOUTH and case.age < case.terms.min_age,
    ),
    Rule(
        "too_old",
        _("Högsta ålder"),
        Answer.NO,
        "R54, R65",
        _("Personen är %(age)s år den dag det prövas (%(day)s). Programmet tar emot till och med %(max_age)s år."),
        lambda case: case.age > case.terms.max_age,
    ),
    Rule(
        "youth_age_at_permit",
        _("Ålder vid uppehållstillståndet"),
        Answer.NO,
        "R58",
        _("Vägen för unga kräver 18 eller 19 års ålder när tillståndet börjar. Personen var %(age_at_permit)s år."),
        lambda case: (
            case.route == Route.YOUTH
            and case.age_at_permit is not None
            and not YOUTH_FROM <= case.age_at_permit < YOUTH_BELOW
        ),
    ),
    Rule(
        "permit_expired",
        _("Uppehållstillståndet har gått ut"),
        Answer.NO,
        "R55",
        _("Uppehållstillståndet gick ut %(permit_until)s. Skriv in det nya tillståndet när det finns."),
        _third_country(lambda case: not case.permit_permanent and case.ended),
    ),
    Rule(
        "permit_ahead",
        _("Uppehållstillståndet har inte börjat"),
        Answer.NO,
        "R55",
        _("Uppehållstillståndet börjar först %(permit_from)s."),
        _third_country(lambda case: bool(case.permit_from and case.permit_from > case.on)),
    ),
    Rule(
        "citizenship_unknown",
        _("Medborgarskap"),
        Answer.UNCERTAIN,
        "R54",
        _("Medborgarskapet är inte ifyllt. Välj land, eller statslös."),
        _third_country(lambda case: not case.citizenships),
    ),
    Rule(
        "permit_unknown",
        _("Uppehållstillstånd"),
        Answer.UNCERTAIN,
        "R55",
        _("Vilket uppehållstillstånd personen har är inte ifyllt."),
        _third_country(lambda case: not case.permit_class),
    ),
    Rule(
        "permit_validity_unknown",
        _("Hur länge tillståndet gäller"),
        Answer.UNCERTAIN,
        "R55",
        _("Det står inte hur länge tillståndet gäller. Fyll i sista dagen eller markera att det är permanent."),
        _third_country(
            lambda case: bool(case.permit_class) and not case.permit_permanent and case.permit_until is None
        ),
    ),
    Rule(
        "permit_for_another_route",
        _("Tillstånd och väg in"),
        Answer.UNCERTAIN,
        "R55, R56",
        _("Tillstånd för ”%(permit)s” brukar inte ge plats i etableringsprogrammet. Stämmer vägen in?"),
        _third_country(lambda case: case.route == Route.ESTABLISHMENT and case.permit_class in NOT_FOR_ESTABLISHMENT),
    ),
    Rule(
        "youth_permit_date_unknown",
        _("Tillståndets första dag"),
        Answer.UNCERTAIN,
        "R58",
        _("Vägen för unga räknas från uppehållstillståndets första dag. Fyll i den."),
        lambda case: case.route == Route.YOUTH and case.age_at_permit is None,
    ),
    Rule(
        "not_proven",
        _("Styrkt"),
        Answer.UNCERTAIN,
        "R54",
        _("Det är inte styrkt än att personen hör till målgruppen. Skriv hur du kontrollerade det."),
        lambda case: not case.proven,
    ),
)
NOTES = (
    Rule(
        "outside_municipalities",
        _("Folkbokförd utanför noden"),
        Answer.YES,
        "R52",
        _("Personen bor i en kommun som inte är med i noden: kan få en aktivitet, men räknas inte i resultatet."),
        lambda case: not case.in_municipality,
    ),
    Rule(
        "permit_ends_soon",
        _("Tillståndet går snart ut"),
        Answer.YES,
        "R55",
        _("Uppehållstillståndet går ut %(permit_until)s. Kontrollera det före nästa matchning."),
        _third_country(
            lambda case: (
                not case.permit_permanent
                and case.permit_until is not None
                and case.on <= case.permit_until <= case.on + timedelta(days=case.terms.horizon_days)
            )
        ),
    ),
)
NAMES = {rule.code: rule.name for rule in (*RULES, *NOTES)}
HARDNESS = (Answer.NO, Answer.UNCERTAIN, Answer.YES)


def assess(case: Case) -> EligibilityAnswer:
    """The answer for one case: no if any rule says no, else uncertain if any does, else yes."""
    failed = sorted(_failed(RULES, case), key=lambda rule: HARDNESS.index(Answer(rule.answer)))
    return EligibilityAnswer(failed[0].answer if failed else Answer.YES, failed, _failed(NOTES, case))


def _failed(rules: tuple[Rule, ...], case: Case) -> list[FailedRule]:
    return [
        FailedRule(rule.code, rule.answer, rule.source, str(rule.sentence) % case) for rule in rules if rule.fails(case)
    ]
