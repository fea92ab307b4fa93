"""Interest forms: every state × event × role, the clock's rounds, and what is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from nodes.actors import THE_SYSTEM, Actor
from nodes.models import InterestArea
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm
from participants.services import forms
from participants.services.refusals import Refusal
from participants.states import FORM, FormState
from tests.factories import InterestFormFactory, NodeFactory, ParticipantFactory, ServiceUnitFactory, member
from vida import clock
from vida.states import SYSTEM, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    unit = ServiceUnitFactory(node=NodeFactory())
    with acting_in(node_scope(unit.node_id)):
        yield unit


@pytest.fixture
def coordinator(unit):
    return Actor(member(Role.COORDINATOR, node=unit.node), frozenset({Role.COORDINATOR}))


def form_in(state, unit, coordinator):
    now = clock.now()
    fields = {
        FormState.MATCHED: {"matched_at": now},
        FormState.CLOSED: {"closed_at": now, "closed_by": coordinator.user},
    }
    person = ParticipantFactory(service_unit=unit)
    return InterestFormFactory(participant=person, state=state, **fields.get(state, {}))


def area(code):
    return InterestArea.objects.get(code=code)


EVENTS = {
    "offer": forms.mark_offered,
    "match": forms.mark_matched,
    "wait_again": forms.wait_again,
    "reopen": forms.reopen,
    "close": lambda *, form, by: forms.close(form=form, by=by, reason="Har fått arbete"),
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", FormState.values)
@pytest.mark.parametrize("role", [*Role.values, SYSTEM])
def test_every_state_event_and_role(event, state, role, unit, coordinator):
    form = form_in(state, unit, coordinator)
    other = member(Role.COORDINATOR, node=unit.node)
    by = THE_SYSTEM if role == SYSTEM else Actor(other, frozenset({role}))
    try:
        wanted = FORM.to(event, state, role)
    except NotAllowed:
        wanted = None
    if wanted is None and FORM.holds(event, state) and event in ("wait_again", "reopen"):
        assert EVENTS[event](form=form, by=by).state == state
    elif wanted is None:
        with pytest.raises(NotAllowed):
            EVENTS[event](form=form, by=by)
    else:
        assert EVENTS[event](form=form, by=by).state == wanted
    form.refresh_from_db()
    assert form.state == (wanted or state)


def test_registering_starts_the_clock_on_the_day_the_person_was_asked(unit, coordinator):
    person = ParticipantFactory(service_unit=unit)
    asked_on = clock.today() - timedelta(days=3)
    form = forms.register(
        participant=person, areas=[area("swimming"), area("football")], asked_on=asked_on, by=coordinator
    )
    assert (form.state, form.asked_on, form.due_on) == (FormState.WAITING, asked_on, asked_on + timedelta(days=14))
    assert [(c.rank, c.area.code) for c in form.choices.all()] == [(1, "swimming"), (2, "football")]


def test_own_words_are_enough_and_nothing_at_all_is_not(unit, coordinator):
    person = ParticipantFactory(service_unit=unit)
    with pytest.raises(Refusal, match="minst ett intresse"):
        forms.register(participant=person, areas=[], asked_on=clock.today(), by=coordinator)
    assert forms.register(
        participant=person, areas=[], free_text="vill träffa folk", asked_on=clock.today(), by=coordinator
    ).pk


@pytest.mark.parametrize("days", [1, -366])
def test_the_day_asked_is_neither_ahead_nor_before_the_programme(days, unit, coordinator):
    person = ParticipantFactory(service_unit=unit)
    with pytest.raises(Refusal) as refusal:
        forms.register(
            participant=person,
            areas=[area("football")],
            asked_on=clock.today() + timedelta(days=days),
            by=coordinator,
        )
    assert refusal.value.field == "asked_on"
    assert not InterestForm.objects.exists()


def test_the_day_asked_may_be_the_programmes_first(unit, coordinator):
    person = ParticipantFactory(service_unit=unit)
    day = unit.node.programme.starts_on
    assert forms.register(participant=person, areas=[area("football")], asked_on=day, by=coordinator).asked_on == day


def test_a_person_has_one_open_form(unit, coordinator):
    form = form_in(FormState.OFFERED, unit, coordinator)
    with pytest.raises(Refusal, match="redan en intresseanmälan"):
        forms.register(participant=form.participant, areas=[area("football")], asked_on=clock.today(), by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        InterestFormFactory(participant=form.participant)


def test_a_new_round_restarts_the_clock_and_its_warnings(unit, coordinator):
    form = form_in(FormState.OFFERED, unit, coordinator)
    InterestForm.objects.filter(pk=form.pk).update(approaching_flagged_at=clock.now(), late_flagged_at=clock.now())
    today = clock.today()
    form = forms.wait_again(form=form, by=coordinator, restart_on=today)
    form.refresh_from_db()
    assert (form.round, form.asked_on, form.due_on) == (2, today, today + timedelta(days=14))
    assert form.approaching_flagged_at is None
    assert form.late_flagged_at is None
    again = forms.wait_again(form=form, by=coordinator, restart_on=today)
    assert again.round == 2


def test_waiting_again_without_a_restart_keeps_the_clock(unit, coordinator):
    form = form_in(FormState.OFFERED, unit, coordinator)
    again = forms.wait_again(form=form, by=THE_SYSTEM)
    assert (again.round, again.due_on) == (1, form.due_on)


def test_undoing_an_answer_brings_the_clock_back(unit, coordinator):
    form = form_in(FormState.OFFERED, unit, coordinator)
    before = clock.today() - timedelta(days=9)
    InterestForm.objects.filter(pk=form.pk).update(asked_on=before, due_on=before + timedelta(days=14))
    forms.wait_again(form=form, by=coordinator, restart_on=clock.today())
    form = forms.reopen(form=form, by=coordinator, asked_on=before, round=1)
    form.refresh_from_db()
    assert (form.state, form.round, form.due_on) == (FormState.OFFERED, 1, before + timedelta(days=14))


def test_a_form_is_not_reopened_beside_another_open_one(unit, coordinator):
    form = form_in(FormState.CLOSED, unit, coordinator)
    InterestFormFactory(participant=form.participant)
    with pytest.raises(Refusal, match="ny intresseanmälan"):
        forms.reopen(form=form, by=coordinator)


def test_closing_twice_by_the_same_person_is_no_error(unit, coordinator):
    form = forms.close(form=form_in(FormState.WAITING, unit, coordinator), by=coordinator, reason="Har fått arbete")
    assert forms.close(form=form, by=coordinator, reason="Igen").closed_reason == "Har fått arbete"
    other = Actor(member(Role.COORDINATOR, node=unit.node), frozenset({Role.COORDINATOR}))
    with pytest.raises(NotAllowed):
        forms.close(form=form, by=other, reason="Igen")


def test_a_correction_moves_the_clock_while_the_person_waits(unit, coordinator):
    form = form_in(FormState.WAITING, unit, coordinator)
    day = clock.today() - timedelta(days=5)
    form = forms.change(form=form, areas=[area("swimming")], asked_on=day, by=coordinator, free_text="ute")
    form.refresh_from_db()
    assert (form.asked_on, form.due_on, form.free_text) == (day, day + timedelta(days=14), "ute")
    assert [choice.area.code for choice in form.choices.all()] == ["swimming"]


def test_the_day_stands_while_an_offer_is_open_and_a_closed_form_stays(unit, coordinator):
    offered = form_in(FormState.OFFERED, unit, coordinator)
    with pytest.raises(Refusal, match="medan ett erbjudande"):
        forms.change(form=offered, areas=[area("swimming")], asked_on=clock.today() - timedelta(days=1), by=coordinator)
    closed = form_in(FormState.CLOSED, unit, coordinator)
    with pytest.raises(Refusal, match="avslutad"):
        forms.change(form=closed, areas=[area("swimming")], asked_on=clock.today(), by=coordinator)
