"""The forecast: who gets no offer in time, what is said to be missing, until when, and to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from matching import tasks
from matching.models import MatchingRound, Proposal
from matching.selectors.forecast import (
    LATE,
    LATER,
    NEXT_WEEK,
    THIS_WEEK,
    Gap,
    forecast_now,
    gaps_of,
    late_when,
    left_without,
)
from matching.selectors.forecast import when as when_late
from matching.selectors.forecast.picture import told
from matching.services import offers, rounds
from matching.states import RoundState
from nodes.models import InterestArea, ReadLog, ScopeUse
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm
from tests.factories import InterestFormFactory, ParticipantFactory, member
from tests.matching.conftest import place
from tests.matching.gaps import area, town
from vida import clock
from vida.calendar import shown_due

pytestmark = pytest.mark.django_db


def made(here) -> MatchingRound:
    """A forecast, worked out."""
    with here.scope:
        asked = rounds.ask_forecast(node=here.node)
        assert rounds.solve_round(pk=asked.pk)
        asked.refresh_from_db()
    return asked


def gaps(here):
    with here.scope:
        return gaps_of(list(left_without(forecast_now().made)))


def whys(here) -> dict[int, str]:
    with here.scope:
        return dict(Proposal.objects.filter(activity=None).values_list("form_id", "why_not"))


def address(name="forecast", **query):
    return reverse(f"matching:{name}", args=["har"], query=query or None)


class TestWhatIsMissing:
    def test_no_activity_is_said_of_the_group_of_the_first_choice(self, here):
        with here.scope:
            here.waiting("singing")
            here.waiting("instrument", "football")
            here.activity("football", seats=1)
            longest = here.waiting("football", days_ago=20)
        made(here)
        (gap,) = gaps(here)
        assert (str(gap), gap.people) == ("Musik i Solna", 2)
        assert [reason.words for reason in gap.reasons] == ["ingen aktivitet inom musik"]
        assert {area.code for area in gap.wishes} == {"singing", "instrument"}
        assert longest.pk not in whys(here)

    def test_another_activity_of_the_group_is_enough_not_to_say_so(self, here):
        with here.scope:
            here.waiting("singing")
            here.activity("instrument", seats=1)
        made(here)
        assert gaps(here) == []

    def test_places_that_do_not_reach(self, here):
        with here.scope:
            here.activity("football", seats=1)
            here.activity("football", seats=0)
            for days_ago in (20, 3, 2):
                here.waiting("football", days_ago=days_ago)
        made(here)
        (gap,) = gaps(here)
        assert (gap.people, gap.only_full) == (2, True)
        assert [reason.words for reason in gap.reasons] == ["platserna inom bollsport räcker inte till alla"]

    def test_a_clash_with_the_second_choice_is_not_blamed_on_the_first(self, here):
        with here.scope:
            form = here.waiting("singing", "football", max_travel_minutes=1)
            here.activity("football", municipality_id="0188", postcode="76130")
        made(here)
        assert whys(here)[form.pk] == "wish"

    def test_one_rule_stands_in_the_way(self, here):
        with here.scope:
            form = here.waiting("football", max_travel_minutes=1)
            here.activity("football", municipality_id="0188", postcode="76130")
        made(here)
        assert whys(here)[form.pk] == "travel"
        assert "ligger för långt bort" in gaps(here)[0].reasons[0].words

    def test_what_concerns_the_person_is_said_first(self, here):
        with here.scope:
            without_waiver = InterestFormFactory(participant=ParticipantFactory(service_unit=here.unit))
            expired = here.waiting("singing", permit_permanent=False, permit_until=clock.today() - timedelta(days=1))
            until_today = here.waiting("singing", permit_permanent=False, permit_until=clock.today())
            unchosen = here.waiting("singing")
            unchosen.choices.all().delete()
        made(here)
        assert whys(here) == {
            without_waiver.pk: "waiver",
            expired.pk: "eligibility",
            until_today.pk: "wish",
            unchosen.pk: "unchosen",
        }
        assert [gap.people for gap in gaps(here)] == [1]

    def test_who_has_been_offered_something_since_is_no_longer_in_it(self, here):
        with here.scope:
            form = here.waiting("singing")
        made(here)
        assert len(gaps(here)) == 1
        with here.scope:
            offers.give(form=form, activity=here.activity("football"), channel="phone", by=here.officer, anyway=True)
        assert gaps(here) == []

    def test_a_protected_person_is_in_no_gap(self, here):
        with here.scope:
            here.waiting("singing", protection="marking", protection_since=clock.today())
        made(here)
        assert gaps(here) == []
        with here.scope:
            assert [one.protected for one in left_without(forecast_now().made)] == [True]

    def test_gaps_are_told_apart_by_municipality_the_largest_first(self, here):
        with here.scope:
            here.waiting("singing", municipality_id="0186")
            for _each in range(2):
                here.waiting("singing")
        made(here)
        assert [(str(gap), gap.people) for gap in gaps(here)] == [("Musik i Solna", 2), ("Musik i Lidingö", 1)]


class TestWhen:
    MONDAY, FRIDAY = date(2027, 1, 18), date(2027, 1, 22)

    @pytest.mark.parametrize(
        ("today", "due_on", "told"),
        [
            (MONDAY, date(2027, 1, 15), LATE),  # the Friday before
            (MONDAY, date(2027, 1, 16), THIS_WEEK),  # Saturday, shown as today
            (MONDAY, date(2027, 1, 22), THIS_WEEK),
            (MONDAY, date(2027, 1, 23), NEXT_WEEK),  # Saturday, shown as Monday
            (MONDAY, date(2027, 1, 29), NEXT_WEEK),
            (MONDAY, date(2027, 1, 30), LATER),
            (FRIDAY, date(2027, 1, 21), LATE),
            (FRIDAY, date(2027, 1, 22), THIS_WEEK),
            (date(2027, 1, 24), date(2027, 1, 22), LATE),  # Sunday
            (date(2027, 1, 24), date(2027, 1, 23), NEXT_WEEK),
        ],
    )
    def test_both_sides_of_each_limit(self, today, due_on, told):
        assert when_late(due_on, today) == told

    def test_the_query_says_the_same_of_every_day_of_a_winter(self, here):
        today = date(2026, 12, 21)
        with here.scope:
            form = here.waiting()
            for days in range(-10, 30):
                InterestForm.objects.filter(pk=form.pk).update(
                    due_on=today + timedelta(days=days), asked_on=today - timedelta(days=20)
                )
                due_on = InterestForm.objects.get(pk=form.pk).due_on
                answers = [
                    code
                    for code in (LATE, THIS_WEEK, NEXT_WEEK, LATER)
                    if InterestForm.objects.filter(late_when(code, "due_on", today)).exists()
                ]
                assert answers == [when_late(due_on, today)], due_on
                assert (answers == [LATE]) is (shown_due(due_on) < today)


class TestTheDays:
    FRIDAY = date(2027, 1, 22)

    def days(self, *due: date) -> str:
        return told(Gap(area("singing"), town("0184"), list(due)), self.FRIDAY, {}).days

    def test_each_day_is_named_once_as_it_is_shown_and_what_is_late_is_not(self):
        thursday, saturday, monday = (self.FRIDAY + timedelta(days=days) for days in (-1, 1, 3))
        assert self.days(thursday, monday, self.FRIDAY, saturday) == "22 januari, 25 januari (2)"
        assert self.days(thursday) == ""

    def test_no_more_days_are_named_than_can_be_read(self):
        days = [self.FRIDAY + timedelta(days=days) for days in (3, 4, 5, 6, 7, 10)]
        six = "25 januari, 26 januari, 27 januari, 28 januari, 29 januari, 1 februari"
        assert self.days(*days) == six
        assert self.days(*days, *[self.FRIDAY + timedelta(days=11)] * 2) == f"{six} och 2 senare"


class TestThePage:
    def test_it_says_what_is_missing_for_whom_and_until_when(self, here, client, on_a_friday):
        with here.scope:
            for days_ago in (20, 14, 10):
                here.waiting("singing", days_ago=days_ago)
            InterestFormFactory(participant=ParticipantFactory(service_unit=here.unit))
            here.waiting("singing", given_name="Farligt", protection="marking", protection_since=clock.today())
        made(here)
        with here.scope:
            here.waiting("singing")
        client.force_login(here.coordinator.person)
        page = " ".join(client.get(address()).content.decode().split())
        assert "3 personer hinner inte få ett erbjudande i tid: ingen aktivitet inom musik." in page
        assert "1 är redan försenad · 1 har sista dag den här veckan · 1 har sista dag nästa vecka" in page
        assert "Sista dag: 22 januari, 26 januari" in page
        assert "för de 5 personer som väntade då" in page
        assert "1 person har kommit till sedan dess" in page
        assert "medgivande saknas" in page
        assert "med skyddade uppgifter" in page
        assert "Farligt" not in page
        assert "Amina" not in page
        with here.scope:
            assert not ReadLog.objects.exists()

    def test_before_the_first_and_when_all_is_well(self, here, client):
        client.force_login(here.coordinator.person)
        assert "Det finns ingen prognos än" in client.get(address()).content.decode()
        with here.scope:
            here.waiting("football")
            here.activity("football")
        made(here)
        assert "Alla som väntar kan få ett erbjudande" in client.get(address()).content.decode()

    def test_an_old_one_says_so(self, here, client):
        row = made(here)
        client.force_login(here.coordinator.person)
        for hours, old in ((2, False), (4, True)):
            with here.scope:
                MatchingRound.objects.filter(pk=row.pk).update(asked_at=clock.now() - timedelta(hours=hours))
            assert ("Prognosen är gammal" in client.get(address()).content.decode()) is old

    def test_a_case_officer_has_no_page_but_the_own_people(self, here, client):
        with here.scope:
            here.waiting("singing", given_name="Egen")
        made(here)
        client.force_login(here.officer.person)
        assert client.get(address()).status_code == 403
        assert "Egen" in client.get(address("forecast_people")).content.decode()
        client.force_login(member(Role.CASE_OFFICER, node=here.node))
        assert "Egen" not in client.get(address("forecast_people")).content.decode()

    @pytest.mark.parametrize(("number", "told"), [(4, "färre än 5"), (5, ">5<")])
    def test_a_project_manager_sees_numbers_and_no_small_ones(self, here, client, number, told):
        with here.scope:
            for each in range(number):
                here.waiting("singing", given_name=f"Hemlig{each}")
        made(here)
        client.force_login(member(Role.PROJECT_MANAGER, node=here.node))
        page = client.get(address()).content.decode()
        assert "Musik i Solna" in page
        assert told in page
        assert (f">{number}<" in page) is (number >= 5)
        assert "Hemlig" not in page
        assert client.get(address("forecast_people")).status_code == 403
        assert ScopeUse.objects.filter(why="forecast").exists()

    def test_another_nodes_forecast_is_not_seen(self, here, client):
        there = place("dar")
        with there.scope:
            there.waiting("chess", given_name="Grannen")
        made(there)
        client.force_login(here.coordinator.person)
        assert "Det finns ingen prognos än" in client.get(address()).content.decode()
        assert "Grannen" not in client.get(address("forecast_people")).content.decode()

    def test_one_and_many_cost_the_same(self, here, client, django_assert_max_num_queries):
        client.force_login(here.coordinator.person)
        counts = []
        for areas in (["singing"], ["chess", "yoga", "football"]):
            with here.scope:
                for area in areas:
                    here.waiting(area, municipality_id="0186")
            made(here)
            for name in ("forecast", "forecast_people"):
                client.get(address(name))
                with django_assert_max_num_queries(40) as queries:
                    client.get(address(name))
                counts.append(len(queries))
        assert counts[:2] == counts[2:]


class TestThePeople:
    def test_each_with_day_wish_and_remedy(self, here, client, on_a_friday):
        with here.scope:
            here.waiting("singing", days_ago=12, given_name="Sjungande")
            InterestFormFactory(participant=ParticipantFactory(service_unit=here.unit, given_name="Utan"))
            here.waiting("singing", given_name="Farligt", protection="marking", protection_since=clock.today())
        made(here)
        client.force_login(here.coordinator.person)
        page = " ".join(client.get(address("forecast_people")).content.decode().split())
        for words in ("Sjungande", "söndag", "Ingen aktivitet", "Skriv in ett medgivande", "Skyddade uppgifter"):
            assert (words in page) is (words != "söndag"), words  # the Sunday is told as the Monday
        assert "måndag 25 januari" in page
        assert "Farligt" not in page
        with here.scope:
            assert ReadLog.objects.count() == 2

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"intresse": "music"}, {"Sjungande", "Spelande"}),
            ({"intresse": "singing"}, {"Sjungande"}),
            ({"intresse": "football"}, {"Utan"}),
            ({"kommun": "0186"}, {"Spelande"}),
            ({"nar": "late"}, {"Sjungande"}),
            ({"nar": "later"}, set()),
            ({"varfor": "none"}, {"Sjungande", "Spelande"}),
            ({"varfor": "waiver"}, {"Utan"}),
            ({"varfor": "nonsense"}, {"Sjungande", "Spelande", "Utan"}),
        ],
    )
    def test_filters(self, here, client, on_a_friday, query, found):
        with here.scope:
            here.waiting("singing", days_ago=20, given_name="Sjungande")
            here.waiting("instrument", "football", days_ago=13, given_name="Spelande", municipality_id="0186")
            InterestFormFactory(
                participant=ParticipantFactory(service_unit=here.unit, given_name="Utan"),
                asked_on=clock.today() - timedelta(days=10),
            )
        made(here)
        client.force_login(here.coordinator.person)
        page = client.get(address("forecast_people", **query)).content.decode()
        assert {name for name in ("Sjungande", "Spelande", "Utan") if f"{name} Hassan" in page} == found


class TestMadeAnew:
    def test_the_last_one_is_shown_until_the_new_one_is_there(self, here, client, django_capture_on_commit_callbacks):
        with here.scope:
            here.waiting("singing")
        first = made(here)
        client.force_login(here.coordinator.person)
        with django_capture_on_commit_callbacks() as sent:
            answer = client.post(address("forecast_make"), follow=True)
        assert len(sent) == 1
        page = answer.content.decode()
        assert "Prognosen räknas om" in page
        assert "ingen aktivitet inom musik" in page
        assert "matchning/prognos/framsteg/" in page
        htmx = {"HX-Request": "true"}
        assert "HX-Refresh" not in client.get(address("forecast_progress"), headers=htmx)
        with here.scope:
            queued = MatchingRound.objects.get(state=RoundState.QUEUED)
        tasks.solve_round(here.node.pk, queued.pk)
        assert client.get(address("forecast_progress"), headers=htmx)["HX-Refresh"] == "true"
        with here.scope:
            assert not MatchingRound.objects.filter(pk=first.pk).exists()
            assert MatchingRound.objects.get().asked_by == here.coordinator.user

    def test_one_that_failed_says_so_beside_the_last(self, here, client):
        with here.scope:
            here.waiting("singing")
        made(here)
        with here.scope:
            rounds.fail(pk=rounds.ask_forecast(node=here.node).pk)
        client.force_login(here.coordinator.person)
        page = client.get(address()).content.decode()
        assert "gick inte att räkna om" in page
        assert "ingen aktivitet inom musik" in page
        with here.scope:
            states = MatchingRound.objects.values_list("state", flat=True)
            assert set(states) == {RoundState.PROPOSED, RoundState.FAILED}


def test_every_group_has_its_words(here):
    """A name inside a sentence, for every group and every reason."""
    from matching.selectors.forecast.words import REASONS, reason_words  # noqa: PLC0415 - beside what it tests

    for group in InterestArea.objects.filter(parent=None):
        for kind in REASONS:
            assert "%" not in reason_words(kind, group)


def test_a_scope_of_one_node_holds_one_nodes_forecasts(here):
    there = place("dar")
    with there.scope:
        there.waiting("chess")
    made(there)
    with acting_in(node_scope(here.node.pk)):
        assert forecast_now().made is None
