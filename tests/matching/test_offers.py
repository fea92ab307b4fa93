"""Offers through the services: what each event does to the offer, the form, the places and the placement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from associations.services.seats import NoSeatLeft
from matching.models import Offer
from matching.services import offers
from matching.services.obstacles import RuleInTheWay
from matching.states import OFFER, OfferState
from nodes.actors import THE_SYSTEM, Actor
from nodes.roles import Role
from participants.services.refusals import Refusal
from participants.states import FormState
from placements.states import PlacementState
from vida import clock
from vida.states import NotAllowed, RoleNotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(here):
    """An offer that waits for its answer."""
    with here.scope:
        first_on = clock.today() + timedelta(days=14)
        form, activity = here.waiting(days_ago=3), here.activity(seats=1, first_on=first_on)
        yield offers.give(form=form, activity=activity, channel=Offer.Channel.PHONE, by=here.officer)


def everything(offer):
    offer.refresh_from_db()
    offer.form.refresh_from_db()
    offer.activity.refresh_from_db()
    return offer.state, offer.form.state, offer.activity.seats_taken


def test_giving_stops_the_clock_and_remembers_who_how_and_when(here, given):
    assert everything(given) == ("given", "offered", 0)
    assert (given.given_by, given.channel, given.given_on) == (here.officer.user, "phone", clock.today())
    assert given.reply_by == clock.today() + timedelta(days=7)
    assert (given.round, given.asked_on, given.rank) == (1, given.form.asked_on, 1)


@pytest.mark.parametrize(
    ("begins_in", "answer_in"),
    [(10, 7), (7, 7), (4, 4), (2, 0), (0, 7)],  # days from a Friday: on a Sunday, and today, too late to ask for it
)
def test_an_answer_is_asked_for_before_the_activity_begins(here, on_a_friday, coordinator, begins_in, answer_in):
    """By itself, and in a round's many; who types another day means it."""
    with here.scope:
        soon, later = here.activity(first_on=clock.today() + timedelta(days=begins_in)), here.activity(seats=5)
        forms = [here.waiting() for _each in range(4)]
        url = f"/har/erbjudanden/nytt/?anmalan={forms[0].pk}&aktivitet={soon.pk}"
        asked = clock.today() + timedelta(days=answer_in)
        assert coordinator.get(url).context["form"]["reply_by"].value() == asked
        given = [
            offers.give(form=form, activity=soon, channel="phone", by=here.officer, anyway=True, reply_by=day)
            for form, day in ((forms[0], None), (forms[1], clock.today() + timedelta(days=9)))
        ]
        assert [offer.reply_by for offer in given] == [asked, clock.today() + timedelta(days=9)]
        chosen = {forms[2].pk: soon.pk, forms[3].pk: later.pk}
        many = offers.give_all(
            chosen=chosen, channel="phone", by=here.coordinator, set_aside={forms[2].pk: ""},
            reply_by=clock.today() + timedelta(days=7),
        )  # fmt: skip
        assert {offer.form_id: offer.reply_by for offer in many} == {
            forms[2].pk: asked, forms[3].pk: clock.today() + timedelta(days=7),
        }  # fmt: skip


def test_a_yes_takes_the_place_and_makes_a_placement(here, given):
    offers.accept(offer=given, by=here.coordinator)
    assert everything(given) == ("accepted", "matched", 1)
    assert given.placement.state == PlacementState.AGREED
    assert given.placement.agreed_by == here.coordinator.user


def test_a_no_with_a_new_wish_restarts_the_clock(here, given):
    offers.decline(offer=given, by=here.officer, reason="fel tid", wants_new_offer=True)
    assert everything(given) == ("declined", "waiting", 0)
    assert (given.form.round, given.form.asked_on) == (2, clock.today())
    assert given.form.due_on == clock.today() + timedelta(days=14)
    assert (given.round, given.answer_reason, given.wants_new_offer) == (1, "fel tid", True)


def test_a_no_without_a_new_wish_closes_the_form(here, given):
    offers.decline(offer=given, by=here.officer, reason="flyttar", wants_new_offer=False)
    assert everything(given) == ("declined", "closed", 0)
    assert given.form.closed_reason == "flyttar"


def test_what_is_taken_back_leaves_the_clock_as_it_was(here, given):
    offers.withdraw(offer=given, by=here.coordinator, reason="fel person")
    assert everything(given) == ("withdrawn", "waiting", 0)
    assert (given.form.round, given.form.asked_on) == (1, given.asked_on)


def test_taking_back_needs_a_reason(here, given):
    with pytest.raises(Refusal):
        offers.withdraw(offer=given, by=here.coordinator, reason=" ")
    assert everything(given) == ("given", "offered", 0)


def test_an_undone_yes_gives_the_place_back(here, given):
    placement = offers.accept(offer=given, by=here.officer).placement
    offers.undo(offer=given, by=here.officer, reason="fel knapp")
    assert everything(given) == ("given", "offered", 0)
    placement.refresh_from_db()
    assert placement.state == PlacementState.CANCELLED
    assert given.placement is None
    offers.accept(offer=given, by=here.officer)
    assert everything(given) == ("accepted", "matched", 1)


@pytest.mark.parametrize("wants_new", [True, False])
def test_an_undone_no_brings_round_and_clock_back(here, given, wants_new):
    asked_on = given.form.asked_on
    offers.decline(offer=given, by=here.officer, reason="fel", wants_new_offer=wants_new)
    offers.undo(offer=given, by=here.officer, reason="det var ett ja")
    assert everything(given) == ("given", "offered", 0)
    assert (given.form.round, given.form.asked_on, given.form.closed_at) == (1, asked_on, None)


def test_no_undo_when_a_newer_offer_stands(here, given):
    offers.decline(offer=given, by=here.officer, reason="fel", wants_new_offer=True)
    newer = offers.give(form=given.form, activity=here.activity(), channel="phone", by=here.officer)
    with pytest.raises(Refusal):
        offers.undo(offer=given, by=here.officer, reason="ångrar")
    assert everything(newer) == ("given", "offered", 0)


@pytest.mark.parametrize(("minutes", "possible"), [(1, True), (0, False)])
def test_undo_until_the_first_occasion(here, given, minutes, possible):
    offers.accept(offer=given, by=here.officer)
    begins = clock.now() + timedelta(minutes=minutes)
    given.activity.occasions.create(node=here.node, number=1, starts_at=begins, ends_at=begins + timedelta(hours=1))
    if possible:
        offers.undo(offer=given, by=here.officer, reason="fel")
        assert everything(given)[0] == "given"
    else:
        with pytest.raises(Refusal):
            offers.undo(offer=given, by=here.officer, reason="fel")
        assert everything(given) == ("accepted", "matched", 1)


def test_the_same_again_by_the_same_person_changes_nothing(here, given):
    again = offers.give(form=given.form, activity=given.activity, channel="mail", by=here.officer)
    assert (again.pk, again.channel) == (given.pk, "phone")
    first = offers.accept(offer=given, by=here.officer)
    second = offers.accept(offer=given, by=here.officer)
    assert (second.answered_at, second.placement_id) == (first.answered_at, first.placement_id)
    assert everything(given) == ("accepted", "matched", 1)
    with pytest.raises(NotAllowed):
        offers.accept(offer=given, by=here.coordinator)


def test_a_form_with_an_offer_gets_no_other(here, given):
    with pytest.raises(NotAllowed):
        offers.give(form=given.form, activity=here.activity(), channel="phone", by=here.officer)
    assert Offer.objects.count() == 1


def test_a_yes_to_a_full_activity_saves_nothing(here, given):
    other = offers.give(form=here.waiting(), activity=given.activity, channel="phone", by=here.officer, anyway=True)
    offers.accept(offer=given, by=here.officer)
    with pytest.raises(NoSeatLeft):
        offers.accept(offer=other, by=here.officer)
    assert everything(other) == ("given", "offered", 1)
    assert other.participant.placements.count() == 0


@pytest.mark.parametrize(("days", "possible"), [(14, True), (15, False)])
def test_a_yes_checks_the_clock_itself(here, on_a_friday, given, days, possible, settings):
    given.activity.first_on += timedelta(days=60)
    given.activity.last_on += timedelta(days=60)
    given.activity.save()
    settings.CLOCK_DAYS_AHEAD += days
    if possible:
        assert offers.accept(offer=given, by=here.officer).state == OfferState.ACCEPTED
    else:
        with pytest.raises(Refusal):
            offers.accept(offer=given, by=here.officer)
        assert everything(given) == ("given", "offered", 0)


@pytest.mark.parametrize(("days", "possible"), [(-1, False), (0, False), (6, False), (7, True), (8, True)])
def test_more_time_is_later_and_not_past(here, on_a_friday, given, days, possible):
    """The offer is to be answered in a week. The day that stands is no error and changes nothing."""
    before, day = given.reply_by, clock.today() + timedelta(days=days)
    if possible:
        assert offers.give_more_time(offer=given, reply_by=day, by=here.coordinator).reply_by == day
    else:
        with pytest.raises(Refusal) as refusal:
            offers.give_more_time(offer=given, reply_by=day, by=here.coordinator)
        assert refusal.value.field == "reply_by"
        given.refresh_from_db()
        assert given.reply_by == before


@pytest.mark.parametrize(("days", "possible"), [(0, True), (1, False)])
def test_more_time_ends_with_the_activity(here, given, days, possible):
    day = given.activity.last_on + timedelta(days=days)
    if possible:
        assert offers.give_more_time(offer=given, reply_by=day, by=here.officer).reply_by == day
    else:
        with pytest.raises(Refusal):
            offers.give_more_time(offer=given, reply_by=day, by=here.officer)


def test_more_time_is_for_what_waits(here, given):
    offers.accept(offer=given, by=here.officer)
    with pytest.raises(NotAllowed):
        offers.give_more_time(offer=given, reply_by=clock.today() + timedelta(days=20), by=here.officer)


@pytest.mark.parametrize(("minutes", "possible"), [(61, False), (59, True), (0, True), (-1, False)])
def test_an_answer_is_between_the_offer_and_now(here, minutes, possible):
    """An hour ago the activity was offered; what is typed has no seconds."""
    with here.scope:
        now = clock.now()
        offer = offers.give(
            form=here.waiting(days_ago=1), activity=here.activity(), channel="phone", by=here.officer,
            given_at=now - timedelta(minutes=60),
        )  # fmt: skip
        said = {"answered_at": now - timedelta(minutes=minutes), "channel": "sms", "by": here.officer}
        if possible:
            answered = offers.accept(offer=offer, **said)
            assert (answered.answered_at, answered.answer_channel) == (said["answered_at"], "sms")
        else:
            with pytest.raises(Refusal) as refusal:
                offers.accept(offer=offer, **said)
            assert refusal.value.field == "answered_at"
            assert everything(offer) == ("given", "offered", 0)


def test_a_day_that_was_answered_is_the_day_that_counts(here):
    """Rung on Monday, written down on Wednesday: the place, and the clock after a no, are of Monday."""
    with here.scope:
        monday = clock.now() - timedelta(days=2)
        yes, no = (
            offers.give(form=here.waiting(days_ago=5), activity=here.activity(), channel="phone", by=here.officer,
                        given_at=monday - timedelta(days=1))
            for _each in range(2)
        )  # fmt: skip
        yes = offers.accept(offer=yes, by=here.officer, answered_at=monday)
        offers.decline(offer=no, by=here.officer, reason="nej", wants_new_offer=True, answered_at=monday)
        no.form.refresh_from_db()
        assert yes.placement.agreed_on == no.form.asked_on == clock.local(monday).date()


@pytest.mark.parametrize(("minutes", "possible"), [(-30, True), (30, False)])
def test_undo_in_a_running_activity_until_the_persons_own_first_occasion(here, given, minutes, possible):
    """It began three weeks ago; the answer came, and then the next occasion, or not yet."""
    now = clock.now()
    for number, begins in enumerate((now - timedelta(days=21), now - timedelta(minutes=5)), start=1):
        given.activity.occasions.create(
            node=here.node, number=number, starts_at=begins, ends_at=begins + timedelta(hours=1)
        )
    Offer.objects.filter(pk=given.pk).update(given_at=now - timedelta(hours=2))
    offers.accept(offer=given, by=here.officer, answered_at=now + timedelta(minutes=min(0, -minutes)))
    if possible:
        assert offers.undo(offer=given, by=here.officer, reason="fel").state == "given"
    else:
        with pytest.raises(Refusal):
            offers.undo(offer=given, by=here.officer, reason="fel")


@pytest.mark.parametrize("change", ["unconfirmed", "ended"])
def test_no_yes_to_what_is_no_longer_there(here, given, change):
    given.activity.state = change
    given.activity.save()
    with pytest.raises(Refusal):
        offers.accept(offer=given, by=here.officer)
    assert everything(given) == ("given", "offered", 0)


@pytest.mark.parametrize(
    ("given_at", "reply_by", "field"),
    [(timedelta(hours=1), None, "given_at"), (timedelta(days=-4), None, "given_at"), (timedelta(), -1, "reply_by")],
)
def test_days_that_cannot_be_right(here, given_at, reply_by, field):
    with here.scope:
        form, activity = here.waiting(days_ago=3), here.activity()
        answer_by = None if reply_by is None else clock.today() + timedelta(days=reply_by)
        with pytest.raises(Refusal) as refusal:
            offers.give(
                form=form, activity=activity, channel="phone", by=here.officer,
                given_at=clock.now() + given_at, reply_by=answer_by,
            )  # fmt: skip
        assert refusal.value.field == field
        assert not Offer.objects.exists()


def test_rules_that_a_person_may_set_aside_and_those_not(here):
    with here.scope:
        far, full = here.activity(first_on=clock.today() + timedelta(days=91)), here.activity(seats=1, seats_taken=1)
        form = here.waiting()
        with pytest.raises(RuleInTheWay) as soft:
            offers.give(form=form, activity=far, channel="phone", by=here.officer)
        assert soft.value.may_set_aside
        with pytest.raises(RuleInTheWay) as firm:
            offers.give(form=form, activity=full, channel="phone", by=here.officer, anyway=True)
        assert not firm.value.may_set_aside
        assert offers.give(form=form, activity=far, channel="phone", by=here.officer, anyway=True).state == "given"


DO = {
    "accept": lambda offer, by: offers.accept(offer=offer, by=by),
    "decline": lambda offer, by: offers.decline(offer=offer, by=by, reason="nej", wants_new_offer=True),
    "withdraw": lambda offer, by: offers.withdraw(offer=offer, by=by, reason="fel"),
    "undo": lambda offer, by: offers.undo(offer=offer, by=by, reason="fel"),
}
ROLES = [*Role, "system", "public"]


def bring_to(offer, state, by):
    """An offer in each of its states, by the ways that lead there."""
    if state == "expired":
        offers.expire(offer=offer)
    elif state != "given":
        DO[{"accepted": "accept", "declined": "decline", "withdrawn": "withdraw"}[state]](offer, by)


@pytest.mark.parametrize("state", [state.value for state in OfferState])
@pytest.mark.parametrize("event", DO)
def test_every_state_event_and_role(here, given, state, event):
    """Only what the table says happens; everything else leaves the offer as it was. The doer is a new person each
    time.
    """
    bring_to(given, state, here.officer)
    before = everything(given)
    for role in ROLES:
        by = Actor(here.coordinator.user, frozenset({role}))
        if event in OFFER.events(state, role):
            continue  # the tests above do these, and of the system's those of cancelled guest places
        if event == "undo" and state == "given":
            DO[event](given, by)
        else:
            with pytest.raises(NotAllowed):
                DO[event](given, by)
        assert everything(given) == before


@pytest.mark.parametrize("by_role", [Role.PROCESS_LEAD, Role.PROJECT_MANAGER, Role.OBSERVER])
def test_other_roles_give_nothing(here, by_role):
    with here.scope:
        form, activity = here.waiting(), here.activity()
        with pytest.raises(RoleNotAllowed):
            offers.give(
                form=form, activity=activity, channel="phone", by=Actor(here.officer.user, frozenset({by_role}))
            )
        form.refresh_from_db()
        assert form.state == FormState.WAITING


def test_the_system_ends_what_nobody_answers(here, given):
    offers.expire(offer=given)
    assert everything(given) == ("expired", "waiting", 0)
    assert (given.form.round, given.ended_by) == (1, None)
    assert THE_SYSTEM.user is None
