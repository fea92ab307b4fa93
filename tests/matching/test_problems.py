"""The engine's rows say what the page says, pair by pair; and who waits, how long, and in what order."""

from __future__ import annotations

from datetime import date, time
from itertools import count

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.models import Activity
from matching.engine import rank_one, solve, verify
from matching.rules import RULES, obstacles, pair_of
from matching.selectors import demand, supply
from matching.selectors.problems import node_problem, sides_of_one, waiting_class, why_not, why_nots
from matching.selectors.problems.copying import columns_of
from matching.selectors.problems.history import history_of
from matching.states import OfferState
from nodes.models import ProgrammeTerms
from nodes.selectors.terms import terms_on
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm, Participant, TakenTime
from participants.states import FormState
from tests.factories import OfferFactory, ServiceUnitFactory
from tests.matching.conftest import place
from tests.matching.randomworld import fill
from vida import clock

NUMBERS = count()


def problem_of(here, **more):
    today = clock.today()
    terms = terms_on(here.node.programme, today)
    return node_problem(here.node, on=today, terms=terms, horizon=terms.horizon_days, **more)


def by_page(here):
    """What the page says of every form and activity: level, minutes and obstacles, where a wish is met."""
    today = clock.today()
    terms = terms_on(here.node.programme, today)
    people = demand.facts_of(InterestForm.objects.waiting().select_related("participant"), on=today, terms=terms)
    said = {}
    for form, person in people.items():
        for activity in supply.activities_on(today):
            pair = pair_of(person, activity, on=today, horizon=terms.horizon_days)
            if pair.wish:
                minutes = pair.travel.minutes if pair.travel else -1
                codes = {obstacle.rule.code for obstacle in obstacles(pair, RULES)}
                said[form, activity.pk] = (pair.level, minutes, codes)
    return said


def by_engine(found):
    """The same of the engine."""
    said = {}
    for row, form in enumerate(found.forms.tolist()):
        ranking = rank_one(found.sides, row)
        for at, activity in enumerate(ranking.activity.tolist()):
            codes = set(ranking.reasons(activity))
            said[form, int(found.activity_pks[activity])] = (int(ranking.rank[at]), int(ranking.minutes[at]), codes)
    return said


@given(seed=st.integers(0, 2**32))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_person_is_the_same_row_as_among_all(db, seed):
    here, today = place(f"sida{next(NUMBERS)}"), clock.today()
    terms = terms_on(here.node.programme, today)
    with here.scope:
        fill(here, seed, people=8, activities=8)
        found = problem_of(here)
        forms = InterestForm.objects.waiting().select_related("participant", "node").order_by("pk")
        for row, (form, person) in enumerate(
            zip(forms, demand.facts_of(forms, on=today, terms=terms).values(), strict=True)
        ):
            sides, ids = sides_of_one(form, person, on=today, terms=terms)
            assert sides.persons[0] == found.persons[row]
            assert ids.tolist() == found.activity_pks.tolist()
            mine = found.sides.taken[found.sides.taken["person"] == row]
            assert sorted(sides.taken.tolist()) == sorted((0, *taken) for _row, *taken in mine.tolist())
            for name in ("offered", "placed"):
                first = row * len(ids)
                pairs = getattr(found.sides, name)
                among = pairs[(pairs >= first) & (pairs < first + len(ids))] - first
                assert getattr(sides, name).tolist() == sorted(set(among.tolist()))


@pytest.mark.parametrize("third_country_only", [True, False])
@pytest.mark.parametrize("min_age", [0, 20])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_page_and_the_engine_agree_on_every_pair(db, seed, min_age, third_country_only):
    here = place(f"sida{next(NUMBERS)}")  # one database for all examples
    ProgrammeTerms.objects.filter(programme=here.node.programme).update(
        min_age=min_age, third_country_only=third_country_only
    )
    with here.scope:
        fill(here, seed, people=20, activities=20)
        found, said = problem_of(here), by_page(here)
    assert by_engine(found) == said
    feasible = {key: level for key, (level, _minutes, codes) in said.items() if not codes}
    problem = found.problem
    keys = zip(found.forms[problem.person].tolist(), found.activity_pks[problem.activity].tolist(), strict=True)
    assert dict(zip(keys, problem.rank.tolist(), strict=True)) == feasible
    assert verify(problem, solve(problem)) == "optimal"


def test_people_and_activities_come_in_the_order_of_their_ids(here):
    with here.scope:
        forms = [here.waiting(days_ago=days) for days in (3, 8, 15)]
        activities = [here.activity(seats=5, seats_taken=2, seats_offered=1) for _ in range(2)]
        found = problem_of(here)
    assert found.forms.tolist() == found.problem.person_id.tolist() == [form.pk for form in forms]
    assert found.participants.tolist() == [form.participant_id for form in forms]
    assert found.units.tolist() == [here.unit.pk] * 3
    assert found.activity_pks.tolist() == found.problem.activity_id.tolist() == [each.pk for each in activities]
    assert found.problem.seats.tolist() == [2, 2]
    assert found.problem.waiting_class.tolist() == [0, 1, 2]


def test_more_offers_than_seats_leave_none(here):
    with here.scope:
        here.activity(seats=2, seats_taken=1, seats_offered=3)
        assert problem_of(here).problem.seats.tolist() == [0]


@pytest.mark.parametrize(
    ("days", "declined", "found"),
    [(0, 0, 0), (6, 0, 0), (7, 0, 1), (13, 0, 1), (14, 0, 2), (27, 0, 2), (28, 0, 3), (0, 1, 1), (0, 2, 2), (0, 3, 2),
     (28, 2, 5)],
)  # fmt: skip
def test_waiting_classes(days, declined, found):
    assert waiting_class(np.array([days]), np.array([declined])).tolist() == [found]


def test_offers_declined_are_counted_whatever_form_they_belonged_to(here):
    with here.scope:
        form = here.waiting()
        answered = {"state": OfferState.DECLINED, "answered_at": clock.now(), "answered_by": form.registered_by}
        for state in (answered, {"state": OfferState.WITHDRAWN, "ended_at": clock.now()}, answered):
            OfferFactory(form=form, activity=here.activity(), **state)
        assert problem_of(here).problem.waiting_class.tolist() == [2]


def test_only_those_who_wait_and_only_those_who_are_asked_for(here):
    with here.scope:
        waits, offered, left, other = (here.waiting() for _ in range(4))
        InterestForm.objects.filter(pk=offered.pk).update(state=FormState.OFFERED)
        Participant.objects.filter(pk=left.participant_id).update(
            withdrawn_at=clock.now(), withdrawn_by=left.registered_by
        )
        assert problem_of(here).forms.tolist() == [waits.pk, other.pk]
        assert problem_of(here, forms=[offered.pk, left.pk, other.pk]).forms.tolist() == [other.pk]
        assert problem_of(here, forms=[]).forms.tolist() == []


def test_who_comes_while_it_is_read_is_not_half_in_it(here, monkeypatch):
    def somebody_comes_first(people, **day):
        other = here.waiting().participant
        own = {"node_id": other.node_id, "service_unit_id": other.service_unit_id, "participant": other}
        TakenTime.objects.create(**own, kind=TakenTime.Kind.SFI, weekday=1, starts_at=time(9), ends_at=time(12))
        return history_of(people, **day)

    monkeypatch.setattr("matching.selectors.problems.node.history_of", somebody_comes_first)
    with here.scope:
        form = here.waiting()
        found = problem_of(here)
        assert found.forms.tolist() == [form.pk]
        assert len(found.sides.taken) == 0


def test_the_wall_holds_for_copies(here):
    there = place("annan")
    with there.scope:
        there.waiting()
        there.activity()
    with here.scope:
        own, activity = here.waiting(), here.activity()
        here.waiting(unit=ServiceUnitFactory(node=here.node))
    with acting_in(node_scope(here.node.pk, (here.unit.pk,))):
        found = problem_of(here)
        assert found.forms.tolist() == [own.pk]
        assert found.activity_pks.tolist() == [activity.pk]
    assert len(problem_of(here).forms) == 0  # without a scope nothing is seen


def test_an_empty_node(here):
    with here.scope:
        found = problem_of(here)
    assert found.problem.people == found.problem.activities == len(found.problem.person) == 0
    assert why_nots(found, []) == []


def test_why_not_in_one_word(here):
    with here.scope:
        here.waiting("football")
        here.waiting("yoga")
        here.waiting("singing")
        here.waiting("cooking")
        here.activity("football", for_whom="men")
        here.activity("football", for_whom="men", seats=0)
        here.activity("yoga")
        here.activity("singing", for_whom="men", seats=0)
        found = problem_of(here)
    assert why_nots(found, [0, 1, 2, 3]) == ["sex", "seats", "several", "wish"]
    assert [why_not(found, row) for row in (3, 0)] == ["wish", "sex"]


def test_as_many_queries_for_many_as_for_few(here):
    counts = []
    with here.scope:
        for _ in range(2):
            for _ in range(2):
                here.waiting()
                here.activity()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                problem_of(here)
            counts.append(len(queries))
    assert counts[0] == counts[1] < 15


def test_a_column_without_a_value_is_refused(here):
    with here.scope:
        here.activity(min_age=20)
        assert columns_of(Activity.objects.all(), min_age="i2")["min_age"].tolist() == [20]
        here.activity(min_age=None)
        with pytest.raises(TypeError, match="min_age is null"):
            columns_of(Activity.objects.all(), min_age="i2")


def test_days_before_and_after_the_turn_of_the_century(here):
    with here.scope:
        here.waiting(date_of_birth=date(1931, 2, 28))
        here.waiting(date_of_birth=date(2004, 2, 29))
        assert problem_of(here).persons["born"].tolist() == [date(1931, 2, 28), date(2004, 2, 29)]
