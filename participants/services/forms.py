"""What happens to an interest form. Its state follows events (`participants.states.FORM`); nobody sets it by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nodes.actors import Actor
from nodes.models import InterestArea, User
from nodes.roles import Role
from nodes.selectors.terms import terms_on
from participants.models import EligibilityCheck, InformationMeeting, InterestChoice, InterestForm, Participant
from participants.selectors.eligibility import answer_for
from participants.services.refusals import Refusal
from participants.states import FORM, OPEN_FORM, FormState
from vida import calendar, clock
from vida.states import START

MOST_CHOICES = 3


@transaction.atomic
def register(
    *,
    participant: Participant,
    areas: Sequence[InterestArea],
    asked_on: date,
    by: Actor,
    free_text: str = "",
    meeting: InformationMeeting | None = None,
) -> InterestForm:
    """An open form with `areas` as ranked choices; its clock runs from `asked_on` (R111, R117).

    Refusal where one is open already, the person has left, the day cannot be right or nothing is wished for.
    """
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if participant.withdrawn_at:
        raise Refusal(_("Personen deltar inte längre. Ta med personen igen innan du registrerar intressen."))
    _check_wishes(areas, free_text)
    _check_day(participant, asked_on)
    _check_right(participant)
    state = FORM.to("register", START, *by.roles)
    if InterestForm.objects.open().filter(participant=participant).exists():
        raise Refusal(_("Personen har redan en intresseanmälan som väntar. Ändra den i stället för att göra en ny."))
    form = InterestForm.objects.create(
        node_id=participant.node_id,
        service_unit_id=participant.service_unit_id,
        participant=participant,
        state=state,
        asked_on=asked_on,
        due_on=_due_on(participant, asked_on),
        free_text=free_text,
        meeting=meeting,
        registered_at=clock.now(),
        registered_by=_user(by),
    )
    _choose(form, areas)
    return form


@transaction.atomic
def change(
    *,
    form: InterestForm,
    areas: Sequence[InterestArea],
    asked_on: date,
    by: Actor,
    free_text: str = "",
    meeting: InformationMeeting | None = None,
) -> InterestForm:
    """Correct an open form. A new `asked_on` moves the clock and lets it warn again. Refusal as for `register`."""
    form = _locked(form)
    if form.state not in OPEN_FORM or not {Role.COORDINATOR, Role.CASE_OFFICER} & by.roles:
        raise Refusal(_("Intresseanmälan är avslutad och kan inte ändras. Registrera en ny."))
    _check_wishes(areas, free_text)
    form.free_text, form.meeting = free_text, meeting
    if asked_on != form.asked_on:
        if form.state == FormState.OFFERED:
            raise Refusal(_("Dagen kan inte ändras medan ett erbjudande väntar på svar."), "asked_on")
        _restart(form, asked_on)
    form.save()
    form.choices.all().delete()
    _choose(form, areas)
    return form


@transaction.atomic
def mark_offered(*, form: InterestForm, by: Actor) -> InterestForm:
    """An offer has been given. NotAllowed unless the form waits: two offers at once meet here."""
    form = _locked(form)
    form.state = FORM.to("offer", form.state, *by.roles)
    form.save(update_fields=["state"])
    return form


@transaction.atomic
def mark_all_offered(*, forms: Collection[InterestForm], by: Actor) -> None:
    """Offers have been given for many forms that the caller has locked; one statement. NotAllowed as the table says."""
    for form in forms:
        form.state = FORM.to("offer", form.state, *by.roles)
    InterestForm.objects.bulk_update(forms, ["state"])


@transaction.atomic
def mark_matched(*, form: InterestForm, by: Actor) -> InterestForm:
    """The offer was accepted. NotAllowed unless the form has an offer."""
    form = _locked(form)
    form.state = FORM.to("match", form.state, *by.roles)
    form.matched_at = clock.now()
    form.save(update_fields=["state", "matched_at"])
    return form


@transaction.atomic
def wait_again(*, form: InterestForm, by: Actor, restart_on: date | None = None) -> InterestForm:
    """No activity came of the offer, and the person waits for another (R120).

    With `restart_on`, the day the person asked for a new offer, a new round begins and its clock. NotAllowed unless the
    form has an offer; a form that waits already is returned unchanged.
    """
    form = _locked(form)
    if FORM.holds("wait_again", form.state):
        return form
    form.state = FORM.to("wait_again", form.state, *by.roles)
    if restart_on is not None:
        form.round += 1
        _restart(form, restart_on)
    form.save()
    return form


@transaction.atomic
def reopen(*, form: InterestForm, by: Actor, asked_on: date | None = None, round: int | None = None) -> InterestForm:  # noqa: A002 - the model's word
    """An answer was a mistaken click: the form has its offer again.

    `asked_on` and `round`, as the offer remembers them, bring back the clock of a round that has restarted since.
    Refusal where the person has got another open form meanwhile; NotAllowed as the table says.
    """
    form = _locked(form)
    if FORM.holds("reopen", form.state):
        return form
    form.state = FORM.to("reopen", form.state, *by.roles)
    form.matched_at = form.closed_at = form.closed_by = None
    form.closed_reason = ""
    if round is not None:
        form.round = round
    if asked_on is not None and asked_on != form.asked_on:
        form.asked_on, form.due_on = asked_on, _due_on(form.participant, asked_on)
    others = InterestForm.objects.open().filter(participant_id=form.participant_id).exclude(pk=form.pk)
    if others.exists():
        raise Refusal(_("Personen har fått en ny intresseanmälan sedan dess. Avsluta den först."))
    form.save()
    return form


@transaction.atomic
def close(*, form: InterestForm, by: Actor, reason: str) -> InterestForm:
    """The person wants no offer any more. Closing again by the same user changes nothing; else NotAllowed."""
    form = _locked(form)
    if form.state == FormState.CLOSED and form.closed_by == by.user:
        return form
    form.state = FORM.to("close", form.state, *by.roles)
    form.closed_at, form.closed_by, form.closed_reason = clock.now(), _user(by), reason
    form.save(update_fields=["state", "closed_at", "closed_by", "closed_reason"])
    return form


@transaction.atomic
def close_waiting(*, form: InterestForm, by: Actor, reason: str) -> InterestForm:
    """As `close`, of who waits. Refusal where an offer stands: it would be left without a form to answer for."""
    if _locked(form).state == FormState.OFFERED:
        raise Refusal(_("Personen har ett erbjudande. Skriv in svaret eller ta tillbaka det först."))
    return close(form=form, by=by, reason=reason)


def _locked(form: InterestForm) -> InterestForm:
    return InterestForm.objects.select_for_update(of=("self",)).select_related("participant").get(pk=form.pk)


def _user(by: Actor) -> User:
    assert by.user is not None  # noqa: S101 - the tables let only people do these
    return by.user


def _check_wishes(areas: Sequence[InterestArea], free_text: str) -> None:
    if not areas and not free_text:
        raise Refusal(_("Välj minst ett intresse, eller skriv vad personen vill göra med egna ord."), "area_1")
    if len(areas) > MOST_CHOICES or len({area.pk for area in areas}) < len(areas):
        raise Refusal(_("Välj högst tre intressen, alla olika."), "area_1")


def _due_on(participant: Participant, asked_on: date) -> date:
    """The form's last day, under the terms of the day the person was asked."""
    return calendar.due_on(asked_on, terms_on(participant.node.programme, asked_on).offer_days)


def _check_day(participant: Participant, asked_on: date) -> None:
    """Refusal for a day on which the person cannot have been asked."""
    starts_on = participant.node.programme.starts_on
    if asked_on > clock.today():
        raise Refusal(_("Dagen ligger framåt i tiden. Skriv den dag då personen tillfrågades."), "asked_on")
    if asked_on < starts_on:
        words = {"day": calendar.long_date(starts_on)}
        raise Refusal(_("Dagen ligger före programmets start, %(day)s. Kontrollera året.") % words, "asked_on")


def _check_right(participant: Participant) -> None:
    """Refusal for who cannot take part: a new citizen keeps the history and is not matched anew (R57)."""
    answer = answer_for(participant, clock.today(), terms_on(participant.node.programme, clock.today()))
    if answer.answer == EligibilityCheck.Answer.NO:
        raise Refusal(_("Personen kan inte delta: %(why)s") % {"why": answer.rules[0].sentence})


def _restart(form: InterestForm, asked_on: date) -> None:
    """The clock runs from another day, and may warn again."""
    _check_day(form.participant, asked_on)
    form.asked_on, form.due_on = asked_on, _due_on(form.participant, asked_on)
    form.approaching_flagged_at = form.late_flagged_at = None


def _choose(form: InterestForm, areas: Sequence[InterestArea]) -> None:
    InterestChoice.objects.bulk_create(
        InterestChoice(
            node_id=form.node_id,
            service_unit_id=form.service_unit_id,
            participant_id=form.participant_id,
            form=form,
            rank=rank,
            area=area,
        )
        for rank, area in enumerate(areas, start=1)
    )
