"""Equity: who came how far, by sex and by age, and who may see which number (R91, R185)."""

from datetime import date
from itertools import product

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.states import OfferState
from nodes.models import ReadLog
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from placements.models import Placement
from reporting.hiding import is_sensitive
from reporting.selectors.equity import equity_of
from reporting.selectors.equity.sharing import ALL, hidden_in
from reporting.selectors.figures.persons import AGES, SEXES, STEPS
from tests.reporting.test_hiding import between
from tests.reporting.world import IN_QUARTER, QUARTER, noon, years_before
from vida.calendar import Quarter

pytestmark = pytest.mark.django_db

SECOND = date(2026, 4, 10)  # a day of the quarter before


def asked(world, slug="vast", *, on=date(2026, 7, 1), **fields):
    return world.form(world.person(slug, **fields), on)


def offered(world, *, days=5, state=OfferState.DECLINED, **fields):
    form = asked(world, **fields)
    return world.offer(form, form.asked_on.replace(day=form.asked_on.day + days), state=state)


def completed(world, **fields):
    offer = world.matched(world.person("vast", **fields))
    world.came(offer)
    with world.acting("vast"):
        Placement.objects.filter(pk=offer.placement_id).update(state="completed", ended_on=IN_QUARTER)
    return offer.participant


def equity(world, *slugs, quarter=None, shared=False):
    nodes = [world.node(slug) for slug in slugs or ["vast"]]
    with acting_in(without_people(*(node.pk for node in nodes))):
        return equity_of(world.programme, nodes, quarter, shared=shared)


def steps(found, group=""):
    return tuple(found.groups[group].steps.values())


def test_each_step_is_a_part_of_the_one_before(world):
    asked(world)
    offered(world)
    world.matched(world.person("vast"))
    world.supported("vast")
    completed(world)
    assert steps(equity(world)) == (5, 4, 3, 2, 1)


def test_sexes_and_ages_are_told_apart_on_the_day_of_asking(world):
    on = date(2026, 7, 1)
    asked(world, sex="woman", date_of_birth=years_before(on, 18))
    asked(world, sex="man", date_of_birth=years_before(on, 18).replace(day=2))
    asked(world, sex="non_binary", date_of_birth=years_before(on, 61).replace(day=2))
    asked(world, sex="man", date_of_birth=years_before(on, 61))
    found = equity(world)
    assert [found.groups[code].steps["asked"] for code in (*SEXES, *AGES, "")] == [1, 2, 1, 1, 2, 1, 4]


def test_people_are_followed_from_the_quarter_in_which_they_were_first_asked(world):
    """Asked in the second quarter, offered in the third: the second quarter's."""
    form = asked(world, on=SECOND)
    world.offer(form, date(2026, 7, 3))
    closed = {"state": "closed", "closed_at": noon(date(2026, 9, 1)), "closed_by": world.user}
    world.form(form.participant, date(2026, 8, 1), **closed)
    assert steps(equity(world, quarter=Quarter(2026, 2)))[:2] == (1, 1)
    assert equity(world, quarter=QUARTER).is_empty
    assert steps(equity(world))[:2] == (1, 1)


def test_somebody_in_two_nodes_is_one_in_the_programme(world):
    same = {"identity_kind": "personal", "identity_number": "199002289800", "identity_index": "a" * 64}
    asked(world, on=SECOND, **same)
    world.offer(asked(world, slug="norr", **same), date(2026, 7, 3))
    assert steps(equity(world, "vast", "norr"))[:2] == (1, 1)
    assert steps(equity(world, "vast"))[:2] == (1, 0)


def test_the_median_is_of_the_first_offer_that_was_not_taken_back(world):
    for days in (2, 4, 12):
        offered(world, days=days, sex="woman")
    offered(world, days=1, state=OfferState.WITHDRAWN, sex="man")
    found = equity(world)
    assert (found.groups["woman"].median, found.groups["man"].median, found.groups[""].median) == (4.0, None, 4.0)
    assert equity(world, quarter=Quarter(2026, 2)).groups[""].median is None


def test_others_see_no_small_number_and_no_median_of_a_few(world):
    for _each in range(9):
        offered(world, sex="woman")
    for _each in range(7):
        offered(world, sex="man")
    offered(world, sex="non_binary")
    found = equity(world, shared=True)
    assert found.groups["non_binary"].steps["offered"] is None
    assert found.groups["non_binary"].median is None
    assert found.groups["man"].steps["offered"] is None, "all less women would tell the one"
    assert found.groups["woman"].steps["offered"] == 9
    assert found.groups[""].steps["offered"] == 17


def test_who_came_no_further_is_not_told_by_two_steps(world):
    for _each in range(9):
        offered(world)
    asked(world)
    found = equity(world, shared=True)
    assert None in (found.groups["woman"].steps["asked"], found.groups["woman"].steps["offered"])


def cells_of(people):
    cells = {}
    for quarter, sex, age, last in people:
        for step in STEPS[: last + 1]:
            for period, group in product((quarter, ALL), (sex, age, ALL)):
                cells[period, step, group] = cells.get((period, step, group), 0) + 1
    return cells


PEOPLE = st.tuples(st.sampled_from(["2026-Q1", "2026-Q2"]), st.sampled_from(SEXES[:2]), st.sampled_from(AGES[:2]),
                   st.integers(0, 2))  # fmt: skip


@settings(max_examples=30)
@given(st.lists(PEOPLE, max_size=60))
def test_no_small_number_can_be_worked_out_from_all_periods_and_steps_together(people):
    """A linear programme tries, with all the sums that a reader knows."""
    cells = cells_of(people)
    hidden = hidden_in(cells)
    assert {cell for cell, number in cells.items() if is_sensitive(number)} <= hidden
    sums = []
    periods = sorted({cell[0] for cell in cells})
    for period, step in product(periods, STEPS):
        sums += [((period, step, ALL), [(period, step, each) for each in kind]) for kind in (SEXES, AGES)]
    for step, group in product(STEPS, (*SEXES, *AGES, ALL)):
        sums.append(((ALL, step, group), [(period, step, group) for period in periods if period != ALL]))
    shown_or_not = {cell for cell in hidden if cell in cells}
    for cell, low, high in between(cells, sums, shown_or_not):
        if is_sensitive(cells[cell]):
            assert high - low > 0.5, f"{cell} must be {cells[cell]}"


# --- the pages


def page_of(name="node_equity", slug="vast", query=""):
    return reverse(f"reporting:{name}", args=[slug] if slug else []) + query


def words(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_coordinators_numbers_lead_to_the_people(client, signed_in, world):
    for name in ("Zahra", "Alaa"):
        offered(world, sex="woman", given_name=name)
    offered(world, sex="man", given_name="Yusuf")
    offered(world, sex="woman", given_name="Hemligaste", protection="marking", protection_since=SECOND)
    user = signed_in(Role.COORDINATOR, world.node("vast"))
    people = page_of("equity_people", query="?steg=offered&amp;grupp=woman&amp;kvartal=")
    assert f'href="{people}">3<' in words(client, page_of())
    answer = words(client, people.replace("&amp;", "&"))
    assert "Zahra" in answer
    assert "Alaa" in answer
    assert "Yusuf" not in answer
    assert "Hemligaste" not in answer
    assert "1 person har skyddade uppgifter" in answer
    with world.acting("vast"):
        assert ReadLog.objects.filter(user=user, where="reporting:equity_people").count() == 2


@pytest.mark.parametrize(
    "query", ["?steg=x", "?grupp=x", "?kvartal=2026-Q5", "?kvartal=1999-Q1", "?steg=%00", "?grupp=all"]
)
def test_what_is_no_number_has_no_people(client, signed_in, world, query):
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert client.get(page_of("equity_people", query=query)).status_code == 404


def test_a_period_narrows_the_people_too(client, signed_in, world):
    asked(world, on=SECOND, given_name="Zahra")
    asked(world, given_name="Yusuf")
    signed_in(Role.COORDINATOR, world.node("vast"))
    answer = words(client, page_of("equity_people", query="?kvartal=2026-Q2"))
    assert "Zahra" in answer
    assert "Yusuf" not in answer
    assert "Tillfrågade första gången kvartal 2 2026" in answer


@pytest.mark.parametrize("role", [Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER])
def test_others_of_the_node_see_numbers_and_nobody(client, signed_in, world, role):
    for _each in range(3):
        offered(world, given_name="Hemligaste")
    signed_in(role, world.node("vast"))
    answer = words(client, page_of())
    assert ">dolt<" in answer
    assert "Hemligaste" not in answer
    assert "/personer/" not in answer
    assert client.get(page_of("equity_people")).status_code == 403


@pytest.mark.parametrize(("role", "sees"), [(Role.PROCESS_LEAD, True), (Role.RESEARCHER, False)])
def test_the_programme_sees_all_nodes_and_no_link(client, signed_in, world, role, sees):
    offered(world)
    offered(world, slug="norr")
    signed_in(role, world.node("vast"))
    answer = words(client, page_of("programme_equity", slug=""))
    assert ("2 (100 %)" in answer) is sees
    assert "/personer/" not in answer


def test_another_node_is_not_there(client, signed_in, world):
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert client.get(page_of(slug="norr")).status_code == 404
    assert client.get(page_of("equity_people", slug="norr")).status_code == 404


def test_a_clear_difference_is_said_and_no_other(client, signed_in, world):
    signed_in(Role.COORDINATOR, world.node("vast"))
    assert "Ingen tillfrågades då" in words(client, page_of())
    for at in range(30):
        (offered if at < 28 else asked)(world, sex="woman")
        (offered if at < 9 else asked)(world, sex="man")
        if at == 28:
            assert "Grupperna är för små" in words(client, page_of(query=f"?kvartal={QUARTER}"))
    answer = words(client, page_of())
    assert "Bland de tillfrågade har kvinnor oftare fått ett erbjudande än män: 93 % mot 30 %." in answer


@pytest.mark.parametrize(("name", "slug"), [("node_equity", "vast"), ("equity_people", "vast")])
def test_the_page_costs_the_same_for_one_and_many(client, signed_in, world, django_assert_max_num_queries, name, slug):
    signed_in(Role.COORDINATOR, world.node("vast"))
    counts = []
    for sex in SEXES:
        offered(world, sex=sex)
        client.get(page_of(name, slug))
        with django_assert_max_num_queries(40) as used:
            client.get(page_of(name, slug))
        counts.append(len(used))
    assert len(set(counts)) == 1
