"""Rounds: asked for, worked out, changed by a person, made again and confirmed; all or nothing at every step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from matching.models import MatchingRound, Offer, Proposal, RoundActivity
from matching.services import offers, rounds
from matching.services.offers import NotAllGiven
from matching.states import RoundState
from nodes.actors import THE_SYSTEM
from nodes.models import ProgrammeTerms
from nodes.selectors.terms import terms_on
from participants.models import InformationMeeting, InterestForm, MeetingGuest, Participant
from participants.services import forms
from participants.services.refusals import Refusal
from tests.factories import ServiceUnitFactory
from tests.matching.rounds import places, proposal_of, solved
from vida import clock
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_node(here):
    with here.scope:
        yield


class TestHeldToThePerson:
    def test_a_proposal_goes_with_the_person_to_another_unit(self, here):
        form = here.waiting()
        found = solved(here)
        unit = ServiceUnitFactory(node=here.node)
        Participant.objects.filter(pk=form.participant_id).update(service_unit=unit)
        assert proposal_of(found, form).service_unit_id == unit.pk

    def test_a_proposal_is_about_the_person_of_its_form(self, here):
        form, other = here.waiting(), here.waiting()
        row = proposal_of(solved(here), form)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="form_of_its_participant"), transaction.atomic():
            Proposal.objects.filter(pk=row.pk).update(participant=other.participant)


class TestWorkedOut:
    def test_who_has_waited_longest_gets_the_only_place(self, here):
        newest, oldest = here.waiting(days_ago=1), here.waiting(days_ago=29)
        football = here.activity(seats=1)
        found = solved(here)
        assert places(found) == {newest.pk: None, oldest.pk: football.pk}
        assert proposal_of(found, newest).why_not == "seats"
        assert [proposal_of(found, form).waiting_class for form in (newest, oldest)] == [0, 3]

    @pytest.mark.parametrize("order", ["default", "greedy"])
    def test_the_programme_says_what_comes_first(self, here, order):
        """One place: by default it goes to whoever has waited longest, else to whose first choice it is."""
        ProgrammeTerms.objects.filter(programme=here.node.programme).update(matching_order=order)
        oldest, newest = here.waiting("singing", "football", days_ago=29), here.waiting("football")
        football = here.activity(seats=1)
        found = solved(here)
        assert found.order == order
        gets = {"default": oldest, "greedy": newest}[order]
        assert places(found) == {oldest.pk: None, newest.pk: None} | {gets.pk: football.pk}

    def test_figures_and_settings_are_kept(self, here):
        here.waiting("football"), here.waiting("singing", "football"), here.waiting("ceramics")
        football = here.activity(seats=2)
        found = solved(here)
        assert found.state == RoundState.PROPOSED
        assert (found.order, found.reckoned_on, found.engine_version) == ("default", clock.today(), "1")
        expected = {"people": 3, "matched": 2, "rank_profile": [1, 1], "without": {"wish": 1}, "certificate": "optimal"}
        assert {name: found.figures[name] for name in expected} == expected
        kept = RoundActivity.objects.get(round=found)
        assert (kept.activity_id, kept.seats, kept.price) == (football.pk, 2, 0)

    def test_its_own_settings_hold_though_the_terms_have_changed_since_it_was_asked_for(self, here):
        form, other = here.waiting("football", "singing"), here.waiting("football", days_ago=8)
        here.activity(seats=1), here.activity("singing", first_on=clock.today() + timedelta(days=11))
        made = rounds.ask(node=here.node, by=here.coordinator)
        terms = terms_on(here.node.programme, clock.today())
        terms.pk, terms.valid_from = None, clock.today()
        terms.horizon_days, terms.matching_order = 10, "greedy"
        terms.save(force_insert=True)
        rounds.solve_round(pk=made.pk)
        assert all(places(made).values())
        later = solved(here)
        assert [(each.order, each.horizon_days) for each in (made, later)] == [("default", 90), ("greedy", 10)]
        assert [places(later)[each.pk] is None for each in (form, other)] == [True, False]

    def test_a_full_activity_has_a_price(self, here):
        here.waiting(), here.waiting()
        here.activity(seats=1)
        assert RoundActivity.objects.get(round=solved(here)).price > 0

    def test_places_that_are_offered_are_not_proposed(self, here):
        football = here.activity(seats=2)
        offers.give(form=here.waiting(), activity=football, channel="phone", by=here.officer)
        here.waiting(), here.waiting()
        assert sorted(map(bool, places(solved(here)).values())) == [False, True]

    def test_only_those_of_the_meeting(self, here):
        here.activity(seats=9)
        guest, _other = here.waiting(), here.waiting()
        meeting = InformationMeeting.objects.create(
            node=here.node, title="Möte", held_on=clock.today(), created_by=here.coordinator.user
        )
        MeetingGuest.objects.create(
            node=here.node,
            meeting=meeting,
            participant=guest.participant,
            service_unit=here.unit,
            added_at=clock.now(),
            added_by=here.coordinator.user,
        )
        assert places(solved(here, meeting=meeting)).keys() == {guest.pk}

    def test_only_the_chosen(self, here):
        here.activity(seats=9)
        chosen, _other = here.waiting(), here.waiting()
        assert places(solved(here, forms=[chosen.pk, 0])).keys() == {chosen.pk}

    def test_nobody_waits(self, here):
        with pytest.raises(Refusal):
            rounds.ask(node=here.node, by=here.coordinator)
        assert not MatchingRound.objects.exists()

    def test_asking_needs_the_role(self, here):
        here.waiting()
        with pytest.raises(NotAllowed):
            rounds.ask(node=here.node, by=here.officer)

    def test_working_it_out_twice_changes_nothing(self, here):
        here.waiting()
        found = solved(here)
        before = list(found.proposals.values())
        assert not rounds.solve_round(pk=found.pk)
        assert list(found.proposals.values()) == before

    def test_a_round_laid_aside_is_not_worked_out(self, here):
        here.waiting()
        made = rounds.ask(node=here.node, by=here.coordinator)
        for _time in range(2):
            rounds.discard(matching_round=made, by=here.coordinator)
        assert not rounds.solve_round(pk=made.pk)

    def test_a_failed_round_says_so(self, here):
        here.waiting()
        made = rounds.ask(node=here.node, by=here.coordinator)
        rounds.fail(pk=made.pk)
        made.refresh_from_db()
        assert made.state == RoundState.FAILED
        rounds.fail(pk=solved(here).pk)  # too late: nothing happens
        assert MatchingRound.objects.filter(state=RoundState.FAILED).count() == 1

    def test_the_number_of_statements_does_not_grow_with_the_people(self, here):
        here.activity(seats=1)
        counts = []
        for _size in (1, 3):
            here.waiting(), here.waiting()
            made = rounds.ask(node=here.node, by=here.coordinator)
            with CaptureQueriesContext(connection) as queries:
                rounds.solve_round(pk=made.pk)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestConfirmed:
    def test_the_offers_are_made(self, here):
        placed, other = here.waiting(days_ago=3), here.waiting("ceramics")
        football = here.activity()
        found = solved(here)
        given = rounds.confirm(matching_round=found, channel="matching_meeting", by=here.coordinator)
        assert [(one.form_id, one.activity_id, one.channel) for one in given] == [
            (placed.pk, football.pk, "matching_meeting")
        ]
        found.refresh_from_db()
        assert (found.state, found.confirmed_by) == (RoundState.CONFIRMED, here.coordinator.user)
        assert proposal_of(found, placed).offer == given[0]
        assert proposal_of(found, other).offer is None
        assert set(InterestForm.objects.values_list("pk", "state")) == {(placed.pk, "offered"), (other.pk, "waiting")}

    def test_confirming_twice_makes_no_more(self, here):
        here.waiting()
        here.activity()
        found = solved(here)
        first = rounds.confirm(matching_round=found, channel="phone", by=here.coordinator)
        assert rounds.confirm(matching_round=found, channel="phone", by=here.coordinator) == first
        assert Offer.objects.count() == 1

    def test_what_has_changed_since_stops_everything(self, here):
        gone, left = here.waiting(), here.waiting("singing")
        football, choir = here.activity(), here.activity("singing")
        found = solved(here)
        offers.give(form=gone, activity=football, channel="phone", by=here.officer)
        assert rounds.what_stands_in_the_way(matching_round=found, by=here.coordinator).keys() == {gone.pk}
        with pytest.raises(NotAllGiven):
            rounds.confirm(matching_round=found, channel="phone", by=here.coordinator)
        found.refresh_from_db()
        assert (found.state, Offer.objects.count()) == (RoundState.PROPOSED, 1)
        rounds.exclude(proposal=proposal_of(found, gone), by=here.coordinator)
        assert not rounds.what_stands_in_the_way(matching_round=found, by=here.coordinator)
        given = rounds.confirm(matching_round=found, channel="phone", by=here.coordinator)
        assert [(one.form_id, one.activity_id) for one in given] == [(left.pk, choir.pk)]

    def test_looking_only_reads_and_says_what_confirming_says(self, here):
        football, choir, studio = here.activity(), here.activity("singing", seats=2), here.activity("ceramics")
        offered, left, closed = (here.waiting("football") for _each in range(3))
        crowd = [here.waiting("singing") for _each in range(2)]
        barred, fits = here.waiting("ceramics"), here.waiting("football")
        found = solved(here)
        assert set(places(found).values()) == {football.pk, choir.pk, studio.pk}
        offers.give(form=offered, activity=here.activity(), channel="phone", by=here.officer)
        Participant.objects.filter(pk=left.participant_id).update(
            withdrawn_at=clock.now(), withdrawn_by=here.officer.user
        )
        forms.close(form=closed, by=here.officer, reason="Flyttar")
        offers.give(form=here.waiting("singing"), activity=choir, channel="phone", by=here.officer)
        barred.participant.waivers.all().delete()
        with CaptureQueriesContext(connection) as queries:
            why = rounds.what_stands_in_the_way(matching_round=found, by=here.coordinator)
        assert {row["sql"].split()[0] for row in queries} == {"SELECT"}
        assert not any(" FOR " in row["sql"] for row in queries)
        assert why.keys() == {row.pk for row in (offered, left, closed, barred, *crowd)}
        assert fits.pk not in why
        with pytest.raises(NotAllGiven) as refused:
            rounds.confirm(matching_round=found, channel="phone", by=here.coordinator)
        assert refused.value.why == why
        rounds.exclude_all(matching_round=found, forms=list(why), by=here.coordinator)
        assert not rounds.what_stands_in_the_way(matching_round=found, by=here.coordinator)
        assert len(rounds.confirm(matching_round=found, channel="phone", by=here.coordinator)) == 1

    def test_two_rounds_never_offer_one_place_twice(self, here):
        first_form, second_form = here.waiting(), here.waiting()
        here.activity(seats=1)
        first, second = solved(here, forms=[first_form.pk]), solved(here, forms=[second_form.pk])
        rounds.confirm(matching_round=first, channel="phone", by=here.coordinator)
        with pytest.raises(NotAllGiven):
            rounds.confirm(matching_round=second, channel="phone", by=here.coordinator)
        assert Offer.objects.count() == 1

    def test_nothing_to_confirm(self, here):
        here.waiting()
        with pytest.raises(Refusal):
            rounds.confirm(matching_round=solved(here), channel="phone", by=here.coordinator)


class TestForecast:
    def test_it_leads_to_no_offers_and_only_the_last_one_stays(self, here):
        here.waiting()
        here.activity()
        for _time in range(2):
            made = rounds.ask_forecast(node=here.node)
            rounds.solve_round(pk=made.pk)
        assert MatchingRound.objects.get() == made
        with pytest.raises(NotAllowed):
            rounds.confirm(matching_round=made, channel="phone", by=THE_SYSTEM)

    def test_no_person_confirms_it(self, here):
        here.waiting()
        here.activity()
        made = rounds.ask_forecast(node=here.node)
        rounds.solve_round(pk=made.pk)
        with pytest.raises(NotAllowed):
            rounds.confirm(matching_round=made, channel="phone", by=here.coordinator)
