"""A node's participants as rows: who they are, whether they may take part, when they are busy."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from demo.load.casting import Part, cast
from demo.load.days import after, office_hours, working_day
from demo.load.meetings import meeting_before
from demo.load.staff import Staff
from demo.people import Person, people
from nodes.models import Node, User
from nodes.selectors.terms import terms_on
from participants.models import EligibilityCheck, Participant, TakenTime
from participants.selectors.eligibility import municipalities_of, weigh
from vida.fields import blind_index
from vida.text import fold, sort_key

NUMBER_INDEX: Final = "participant.identity"  # the purpose of the blind index, as the product writes it
AT_A_MEETING = 0.4  # so many are asked at an information meeting, the others in a talk
METHODS: Final = {"attested": 60, "permit_card": 24, "decision": 13, "not_shown": 3}
SAME_FIELDS: Final = (
    "given_name", "family_name", "sex", "date_of_birth", "identity_kind", "identity_number", "protection", "postcode",
    "phone", "email", "interpreter_language", "route", "permit_class", "permit_permanent", "plan_kind",
    "children_to_bring", "max_travel_minutes", "adaptation",
)  # fmt: skip


@dataclass
class Member:
    """One participant of the cast: the invention, the row, the part to play and what the rules answer."""

    person: Person
    row: Participant
    case_officer: User
    part: Part | None
    asked_on: date
    wishes: list[str]
    answer: str = ""


def create_people(node: Node, seed: int, size: int, today: date, staff: Staff) -> list[Member]:
    """Create participants with their eligibility checks and taken times; return them with their parts."""
    random = Random(f"demand:{seed}:{node.slug}")  # noqa: S311 - invented people need no secrecy
    members = []
    for person, part in cast(people(seed, size, node.slug, today=today)):
        asked_on = after(today, part.asked if part else min(person.asked, -1))
        if part is None and person.asked < -16:
            heard = random.random() < AT_A_MEETING
            asked_on = meeting_before(asked_on, today) if heard else working_day(asked_on)
        officer = staff.case_officer(person.unit)
        row = _participant(random, person, asked_on, node=node, today=today, staff=staff)
        members.append(
            Member(person, row, officer, part, asked_on, [*(part.wishes if part else ()), *person.interests][:3])
        )
    Participant.objects.bulk_create(member.row for member in members)
    _check(random, node, members)
    TakenTime.objects.bulk_create(
        TakenTime(
            **_of(member.row), kind=time.kind, weekday=time.weekday, starts_at=time.starts_at, ends_at=time.ends_at
        )
        for member in members
        for time in member.person.taken_times
    )
    return members


def _of(row: Participant) -> dict[str, object]:
    """Return what every row about a person begins with."""
    return {"node_id": row.node_id, "service_unit_id": row.service_unit_id, "participant": row}


def _participant(
    random: Random, person: Person, asked_on: date, *, node: Node, today: date, staff: Staff
) -> Participant:
    officer = staff.case_officer(person.unit)
    by_coordinator = random.random() < 0.2
    return Participant(
        node=node,
        service_unit=staff.units[person.unit],
        case_officer=officer,
        sort_key=sort_key(f"{person.family_name} {person.given_name}"),
        search_key=fold(f"{person.given_name} {person.family_name}"),
        identity_index=blind_index(person.identity_number, NUMBER_INDEX),
        protection_since=asked_on if person.protection else None,
        municipality_id=person.municipality_code,
        languages=list(person.languages),
        citizenships=list(person.citizenships),
        permit_from=None if person.permit_from is None else after(today, person.permit_from),
        permit_until=None if person.permit_until is None else after(today, person.permit_until),
        registered_at=office_hours(random, asked_on),
        registered_by=staff.coordinator(node.slug) if by_coordinator else officer,
        **{name: getattr(person, name) for name in SAME_FIELDS},
    )


def _check(random: Random, node: Node, members: list[Member]) -> None:
    """Ask the rules about everybody, as on the day the person was asked."""
    terms = terms_on(node.programme, node.programme.ends_on)
    municipalities = municipalities_of(node.pk, node.programme.starts_on)
    checks = []
    for member in members:
        method = "attested" if member.part else random.choices(list(METHODS), list(METHODS.values()))[0]
        answer = weigh(
            member.row,
            on=member.asked_on,
            terms=terms,
            proven=method != EligibilityCheck.Method.NOT_SHOWN,
            municipalities=municipalities,
        )
        member.answer = answer.answer
        checks.append(
            EligibilityCheck(
                **_of(member.row),
                checked_on=member.asked_on,
                checked_by=member.row.registered_by,
                answer=answer.answer,
                rules=[rule.code for rule in answer.rules],
                method=method,
            )
        )
    EligibilityCheck.objects.bulk_create(checks)
