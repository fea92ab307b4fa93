"""Rounds that a person changes: moved, locked, left out, and what of it stays when the round is made again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.services import rounds
from matching.services.obstacles import RuleInTheWay
from nodes.actors import Actor
from nodes.roles import Role
from participants.services.refusals import Refusal
from tests.factories import member
from tests.matching.rounds import again, places, proposal_of, solved
from vida import clock
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_node(here):
    with here.scope:
        yield


class TestChanged:
    def test_a_move_is_locked_and_stays_when_the_round_is_made_again(self, here):
        form = here.waiting("football", "singing")
        football, choir = here.activity(), here.activity("singing")
        first = solved(here)
        assert places(first) == {form.pk: football.pk}
        moved = rounds.move(proposal=proposal_of(first, form), activity=choir, by=here.coordinator)
        assert (moved.locked, moved.source, moved.rank) == (True, "hand", 1)
        second = again(here, first)
        assert places(second) == {form.pk: choir.pk}
        assert (second.again_of, proposal_of(second, form).source) == (first, "hand")
        rounds.unlock(proposal=proposal_of(second, form), by=here.coordinator)
        assert places(again(here, second)) == {form.pk: football.pk}

    def test_a_rerun_that_failed_and_is_made_anew_keeps_what_was_decided(self, here):
        moved, left_out = here.waiting("football", "singing"), here.waiting()
        football, choir = here.activity(), here.activity("singing")
        first = solved(here)
        assert places(first) == {moved.pk: football.pk, left_out.pk: football.pk}
        rounds.move(proposal=proposal_of(first, moved), activity=choir, by=here.coordinator)
        rounds.exclude(proposal=proposal_of(first, left_out), by=here.coordinator)
        lost = rounds.ask_again(matching_round=first, by=here.coordinator)
        rounds.fail(pk=lost.pk)
        anew = solved(here, instead_of=lost)
        assert places(anew) == {moved.pk: choir.pk, left_out.pk: None}
        assert (anew.again_of, proposal_of(anew, moved).source) == (first, "hand")

    @pytest.mark.parametrize(("days", "obstacle"), [(90, False), (91, True)])
    def test_a_rule_in_the_way_is_set_aside_knowingly(self, here, days, obstacle):
        form = here.waiting("singing")
        here.activity("singing")
        later = here.activity("singing", first_on=clock.today() + timedelta(days=days))
        first = solved(here)
        proposal = proposal_of(first, form)
        if obstacle:
            with pytest.raises(RuleInTheWay):
                rounds.move(proposal=proposal, activity=later, by=here.coordinator)
        why = "Vill vänta" if obstacle else ""
        rounds.move(proposal=proposal, activity=later, by=here.coordinator, anyway=obstacle, aside_reason=why)
        second = again(here, first)
        assert places(second) == {form.pk: later.pk}
        assert proposal_of(second, form).set_aside == obstacle
        given = rounds.confirm(matching_round=second, channel="phone", by=here.coordinator)
        assert [one.aside_reason for one in given] == [why]

    @pytest.mark.parametrize(("place", "known"), [("0188", True), ("1480", False)])
    def test_how_long_the_way_is_stands_beside_what_is_chosen_by_engine_and_hand_alike(self, here, place, known):
        form = here.waiting("football", "singing")
        football, choir = here.activity(municipality_id=place), here.activity("singing", municipality_id=place)
        proposal = proposal_of(solved(here), form)
        assert (proposal.activity, proposal.minutes is not None) == (football, known)
        moved = rounds.move(proposal=proposal, activity=choir, by=here.coordinator)
        assert (moved.activity, moved.minutes) == (choir, proposal.minutes)
        assert rounds.exclude(proposal=moved, by=here.coordinator).minutes is None

    def test_who_had_the_last_word_stays_when_the_round_is_made_again(self, here):
        locked, left_out, untouched = here.waiting(days_ago=3), here.waiting(days_ago=2), here.waiting()
        here.activity(seats=9)
        first = solved(here)
        second = Actor(member(Role.COORDINATOR, node=here.node), frozenset({Role.COORDINATOR}))
        rounds.lock(proposal=proposal_of(first, locked), by=here.coordinator)
        rounds.exclude_all(matching_round=first, forms=[left_out.pk], by=second)
        for found in (first, again(here, first)):
            decided = [proposal_of(found, form).decided_by for form in (locked, left_out, untouched)]
            assert decided == [here.coordinator.user, second.user, None]

    def test_a_firm_rule_holds(self, here):
        form = here.waiting(sex="man")
        women = here.activity(for_whom="women")
        proposal = proposal_of(solved(here), form)
        with pytest.raises(RuleInTheWay):
            rounds.move(proposal=proposal, activity=women, by=here.coordinator, anyway=True)

    def test_no_more_people_than_places(self, here):
        one, other = here.waiting("football", "singing"), here.waiting("singing")
        here.activity(seats=1)
        choir = here.activity("singing", seats=1)
        found = solved(here)
        with pytest.raises(Refusal, match="fördelade"):
            rounds.move(proposal=proposal_of(found, one), activity=choir, by=here.coordinator)
        rounds.exclude(proposal=proposal_of(found, other), by=here.coordinator)
        rounds.move(proposal=proposal_of(found, one), activity=choir, by=here.coordinator)
        assert places(found) == {one.pk: choir.pk, other.pk: None}

    def test_the_excluded_get_nothing_until_they_are_included(self, here):
        first_in_line, next_in_line = here.waiting(days_ago=20), here.waiting()
        football = here.activity(seats=1)
        first = solved(here)
        rounds.exclude(proposal=proposal_of(first, first_in_line), by=here.coordinator)
        second = again(here, first)
        assert places(second) == {first_in_line.pk: None, next_in_line.pk: football.pk}
        assert proposal_of(second, first_in_line).why_not == ""
        rounds.include(proposal=proposal_of(second, first_in_line), by=here.coordinator)
        assert places(again(here, second)) == {first_in_line.pk: football.pk, next_in_line.pk: None}

    def test_few_others_move(self, here):
        """With two equal activities the earlier proposals stand, though others than those first drawn come along."""
        for _each in range(4):
            here.waiting()
        here.activity(seats=2), here.activity(seats=4)
        first = solved(here)
        here.waiting()
        second = again(here, first)
        assert {form: places(second)[form] for form in places(first)} == places(first)

    def test_there_is_nothing_to_lock_without_a_place(self, here):
        form = here.waiting()
        with pytest.raises(Refusal):
            rounds.lock(proposal=proposal_of(solved(here), form), by=here.coordinator)

    @pytest.mark.parametrize("change", [rounds.lock, rounds.unlock, rounds.exclude, rounds.include])
    def test_only_while_it_is_one_of_proposals(self, here, change):
        form = here.waiting()
        here.activity()
        found = solved(here)
        rounds.discard(matching_round=found, by=here.coordinator)
        with pytest.raises(NotAllowed):
            change(proposal=proposal_of(found, form), by=here.coordinator)
        with pytest.raises(NotAllowed):
            rounds.ask_again(matching_round=found, by=here.coordinator)
