"""One person, and what the person's page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from nodes.languages import language_names
from nodes.models import Programme, ServiceUnit
from nodes.selectors.terms import terms_on
from participants.models import (
    EligibilityCheck,
    InterestChoice,
    InterestForm,
    Participant,
    SecrecyWaiver,
    TakenTime,
)
from participants.reference import country_names
from participants.selectors.eligibility import NAMES, NOT_SHOWN, EligibilityAnswer, answer_for, municipalities_of, weigh
from vida import clock, identity
from vida.calendar import age_on


@dataclass(frozen=True)
class CheckLine:
    """An earlier eligibility check in words."""

    check: EligibilityCheck
    rules: list[str]


@dataclass(frozen=True)
class Person:
    """A participant with everything that the person's page needs; no further query in the templates."""

    participant: Participant
    eligibility: EligibilityAnswer
    checks: list[CheckLine]
    forms: list[InterestForm]
    times: list[tuple[str, str, list[TakenTime]]] = field(default_factory=list)
    waivers: list[SecrecyWaiver] = field(default_factory=list)

    @property
    def open_form(self) -> InterestForm | None:
        """The form that still waits for an activity, if there is one."""
        return next((form for form in self.forms if form.state in ("waiting", "offered")), None)

    @property
    def age(self) -> int:
        """Whole years today."""
        return age_on(self.participant.date_of_birth, clock.today())

    @property
    def masked_number(self) -> str:
        """The identity number with its last part hidden: "19900228-****"."""
        return identity.mask(self.participant.identity_number or "")

    @property
    def postcode(self) -> str:
        """As it is written on a letter: "169 56"."""
        return identity.show_postcode(self.participant.postcode) if self.participant.postcode else ""

    @property
    def phone(self) -> str:
        """In groups of digits, with the country: "+46 70 174 06 05"."""
        number = PhoneNumber.from_string(self.participant.phone) if self.participant.phone else None
        return str(number.as_international) if number and number.is_valid() else self.participant.phone

    @property
    def languages(self) -> list[str]:
        """The names of the languages that the person speaks."""
        return language_names(self.participant.languages)

    @property
    def interpreter(self) -> str:
        """The name of the language to interpret to; "" where no interpreter is needed."""
        return ", ".join(language_names([self.participant.interpreter_language] if self.needs_interpreter else []))

    @property
    def needs_interpreter(self) -> bool:
        """Whether an interpreter is needed."""
        return bool(self.participant.interpreter_language)

    @property
    def citizenships(self) -> list[str]:
        """The names of the countries."""
        return country_names(self.participant.citizenships)


def person(pk: int, programme: Programme) -> Person:
    """The programme's participant with forms, checks, times and waivers: as many queries however much there is.

    Participant.DoesNotExist outside what the reader sees.
    """
    choices = Prefetch("choices", InterestChoice.objects.select_related("area").order_by("rank"))
    forms = Prefetch(
        "forms",
        InterestForm.objects.select_related("meeting", "registered_by").prefetch_related(choices).order_by("-id"),
    )
    checks = Prefetch(
        "eligibility_checks",
        EligibilityCheck.objects.select_related("checked_by").order_by("-checked_on", "-id"),
    )
    waivers = Prefetch("waivers", SecrecyWaiver.objects.select_related("recorded_by").order_by("-id"))
    people = Participant.objects.select_related("service_unit", "case_officer", "municipality")
    participant = people.prefetch_related(forms, checks, waivers, "taken_times").get(pk=pk)
    rows = list(participant.eligibility_checks.all())
    today = clock.today()
    answer = weigh(
        participant,
        on=today,
        terms=terms_on(programme, today),
        proven=bool(rows) and rows[0].method != NOT_SHOWN,
        municipalities=municipalities_of(participant.node_id, today),
    )
    return Person(
        participant=participant,
        eligibility=answer,
        checks=[CheckLine(row, [str(NAMES.get(code, code)) for code in row.rules]) for row in rows],
        forms=list(participant.forms.all()),
        times=by_weekday(list(participant.taken_times.all())),
        waivers=list(participant.waivers.all()),
    )


def eligibility_of(participant: Participant) -> EligibilityAnswer:
    """The answer of today under the terms of today."""
    today = clock.today()
    return answer_for(participant, today, terms_on(participant.node.programme, today))


def weekday_names() -> list[str]:
    """Monday to Sunday in the language of the reader, as they stand in a list."""
    return [_("måndag"), _("tisdag"), _("onsdag"), _("torsdag"), _("fredag"), _("lördag"), _("söndag")]


def by_weekday(times: list[TakenTime]) -> list[tuple[str, str, list[TakenTime]]]:
    """The taken times of each weekday that has any: its name, capitalised, a key, and its times in order."""
    ordered = sorted(times, key=lambda each: (each.weekday, each.starts_at))
    return [
        (weekday_names()[day].capitalize(), str(day), list(rows))
        for day, rows in groupby(ordered, key=lambda each: each.weekday)
    ]


def units_for(node_id: int, unit_ids: tuple[int, ...] | None) -> list[ServiceUnit]:
    """The node's units that people can be referred from: all of them, or those of `unit_ids`; without a contact too."""
    units = ServiceUnit.objects.filter(node_id=node_id, active=True).order_by("name")
    return list(units if unit_ids is None else units.filter(pk__in=unit_ids))
