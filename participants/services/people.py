"""What happens to a participant's own record: registered, changed, protected, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from nodes.actors import Actor
from nodes.models import ServiceUnit, User
from nodes.roles import Role
from nodes.selectors.terms import terms_on
from participants.models import EligibilityCheck, InterestForm, JudgedDouble, Participant, TakenTime
from participants.selectors.doubles import identity_index
from participants.selectors.eligibility import NOT_SHOWN, municipalities_of, weigh
from participants.services import forms
from participants.services.refusals import Refusal
from vida import clock, identity
from vida.text import fold, sort_key

MAY = frozenset({Role.COORDINATOR, Role.CASE_OFFICER})
KEY_LENGTH = 300
NOT_WRITTEN_BY_FORMS = {"id", "node", "registered_at", "registered_by", "withdrawn_at", "withdrawn_by"}


class WeeklyTime(NamedTuple):
    """A weekly time that is taken (R80)."""

    kind: str
    weekday: int  # 0 is Monday
    starts_at: time
    ends_at: time


@transaction.atomic
def register(
    *,
    person: Participant,
    by: Actor,
    method: str = NOT_SHOWN,
    taken_times: Iterable[WeeklyTime] = (),
    known_not_same: Iterable[int] = (),
) -> Participant:
    """Save a new participant with the taken times and the eligibility check, whose `method` says how it was proved.

    `known_not_same` are ids of similar people that the user has seen and says are others. Refusal where the unit cannot
    refer people (R85), RoleNotAllowed's sentence where the role may not.
    """
    _check_role(by)
    _check_unit(person)
    _check_since(person.protection_since, "protection_since")
    person.registered_at, person.registered_by = clock.now(), _user(by)
    if Role.COORDINATOR not in by.roles:
        person.case_officer = by.user
    _derive(person)
    person.save(force_insert=True)
    _keep_times(person, taken_times)
    _check_eligibility(person, method, by)
    JudgedDouble.objects.bulk_create(
        JudgedDouble(
            node_id=person.node_id,
            service_unit_id=person.service_unit_id,
            participant=person,
            other_id=other,
            judged_by=_user(by),
            judged_at=clock.now(),
        )
        for other in sorted(set(known_not_same))
    )
    return person


@transaction.atomic
def change(
    *, person: Participant, by: Actor, method: str = NOT_SHOWN, taken_times: Iterable[WeeklyTime] = ()
) -> Participant:
    """Save what was changed in `person`; a new eligibility check is kept where its answer, rules or method changed.

    Refusal where the person has left, or is moved to a unit that cannot refer people.
    """
    _check_role(by)
    before = _locked(person)
    if before.withdrawn_at:
        raise Refusal(_("Personen deltar inte längre. Ta med personen igen för att ändra uppgifterna."))
    if before.service_unit_id != person.service_unit_id:
        _check_unit(person)
    _check_since(person.protection_since, "protection_since")
    _derive(person)
    person.save(update_fields=[f.name for f in person._meta.local_fields if f.name not in NOT_WRITTEN_BY_FORMS])
    _keep_times(person, taken_times)
    _check_eligibility(person, method, by)
    return person


@transaction.atomic
def protect(*, participant: Participant, kind: str, since: date, by: Actor) -> Participant:
    """Protect the person's identity: no list, search or export shows the person from now on (facts § 4.3, R176)."""
    _check_role(by)
    person = _locked(participant)
    _check_since(since, "since")
    person.protection, person.protection_since = kind, since
    person.save(update_fields=["protection", "protection_since"])
    return person


@transaction.atomic
def unprotect(*, participant: Participant, by: Actor) -> Participant:
    """The protection has been lifted by the Tax Agency. Doing it again changes nothing."""
    _check_role(by)
    person = _locked(participant)
    person.protection, person.protection_since = "", None
    person.save(update_fields=["protection", "protection_since"])
    return person


@transaction.atomic
def withdraw(*, participant: Participant, by: Actor, reason: str) -> Participant:
    """The person takes no further part: open forms are closed. Again by the same user it changes nothing.

    Offers and placements are the caller's to end first (`matching.services`). Refusal where somebody else has done it.
    """
    _check_role(by)
    person = _locked(participant)
    if person.withdrawn_at:
        if person.withdrawn_by == by.user:
            return person
        raise Refusal(_("Någon annan har redan avslutat personens deltagande. Ladda om sidan."))
    for form in InterestForm.objects.open().filter(participant=person):
        forms.close(form=form, by=by, reason=reason)
    person.withdrawn_at, person.withdrawn_by, person.withdrawn_reason = clock.now(), _user(by), reason
    person.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return person


@transaction.atomic
def take_back(*, participant: Participant, by: Actor) -> Participant:
    """A withdrawn person takes part again; the forms stay closed. Nothing happens to somebody who never left."""
    _check_role(by)
    person = _locked(participant)
    person.withdrawn_at, person.withdrawn_by, person.withdrawn_reason = None, None, ""
    person.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return person


@transaction.atomic
def judge_different(*, one: Participant, other: Participant, by: Actor) -> None:
    """Two records that look alike are two people; they are not shown as doubles again."""
    _check_role(by)
    older, newer = sorted((one, other), key=lambda person: person.pk)
    JudgedDouble.objects.get_or_create(
        node_id=newer.node_id,
        participant=newer,
        other=older,
        defaults={
            "service_unit_id": newer.service_unit_id,
            "judged_by": _user(by),
            "judged_at": clock.now(),
        },
    )


def _locked(person: Participant) -> Participant:
    return Participant.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _user(by: Actor) -> User:
    assert by.user is not None  # noqa: S101 - `_check_role` has let only people through
    return by.user


def _check_role(by: Actor) -> None:
    if not MAY & by.roles:
        raise Refusal(_("Det får bara samordnare och handläggare göra."))


def _check_unit(person: Participant) -> None:
    unit = ServiceUnit.objects.get(pk=person.service_unit_id)
    if unit.node_id != person.node_id:
        raise Refusal(_("Enheten hör till en annan nod. Välj en enhet i den här noden."), "service_unit")
    if not unit.can_refer:
        raise Refusal(
            _("%(unit)s har ingen kontaktperson som går att nå. Lägg in en i noden innan personer anvisas därifrån.")
            % {"unit": unit},
            "service_unit",
        )


def _check_since(since: date | None, field: str) -> None:
    if since and since > clock.today():
        raise Refusal(_("Dagen ligger framåt i tiden. Skriv den dag då skyddet började."), field)


def _derive(person: Participant) -> None:
    """Keys for sorting and searching, and the number's kind and index, from what was written."""
    person.sort_key = sort_key(f"{person.family_name} {person.given_name}")[:KEY_LENGTH]
    person.search_key = fold(f"{person.given_name} {person.family_name}")[:KEY_LENGTH]
    number = person.identity_number or ""
    person.identity_kind = identity.parse(number).kind if number else ""
    person.identity_index = identity_index(number)


def _keep_times(person: Participant, times: Iterable[WeeklyTime]) -> None:
    person.taken_times.all().delete()
    TakenTime.objects.bulk_create(
        TakenTime(
            node_id=person.node_id,
            service_unit_id=person.service_unit_id,
            participant=person,
            kind=each.kind,
            weekday=each.weekday,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
        )
        for each in sorted(set(times))
    )


def _check_eligibility(person: Participant, method: str, by: Actor) -> None:
    """Write the answer of today, unless the latest one says the same in the same way."""
    today = clock.today()
    answer = weigh(
        person,
        on=today,
        terms=terms_on(person.node.programme, today),
        proven=method != NOT_SHOWN,
        municipalities=municipalities_of(person.node_id, today),
    )
    rules = [rule.code for rule in answer.rules]
    latest = person.eligibility_checks.order_by("-checked_on", "-id").first()
    if latest and (latest.answer, latest.rules, latest.method) == (answer.answer, rules, method):
        return
    EligibilityCheck.objects.create(
        node_id=person.node_id,
        service_unit_id=person.service_unit_id,
        participant=person,
        checked_on=today,
        checked_by=_user(by),
        answer=answer.answer,
        rules=rules,
        method=method,
    )
