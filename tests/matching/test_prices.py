"""Suggestions ranked also by what places were worth in the node's last matching."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from matching import scoring
from matching.models import MatchingRound
from matching.selectors.prices import KEPT_FOR, last_prices
from matching.selectors.suggestions import prospects_for, suggestions_for
from matching.services import rounds
from matching.states import RoundState
from nodes.selectors.terms import terms_on
from tests.matching.meetings import guest_at, meeting_in
from tests.matching.roundpages import queries, text
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


@pytest.fixture
def scarce(here):
    """Two want the one place in football; one of them would be as glad of the choir."""
    with here.scope:
        picky = here.waiting("football", given_name="Petra", days_ago=20)
        easy = here.waiting("football", "singing", given_name="Elsa", days_ago=20)
        football = here.activity("football", title="Fotboll", seats=1)
        choir = here.activity("singing", title="Kören", seats=9)
    return picky, easy, football, choir


def run(here, **whom) -> MatchingRound:
    with here.scope:
        made = rounds.ask(node=here.node, by=here.coordinator, **whom)
        rounds.solve_round(pk=made.pk)
        made.refresh_from_db()
    return made


def titles(suggestions) -> list[str]:
    return [one.activity.title for one in suggestions]


def test_a_scarce_place_comes_after_another_that_serves_as_well(here, scarce):
    _picky, easy, _football, choir = scarce
    made = run(here)
    with here.scope:
        assert dict(made.proposals.values_list("form_id", "activity_id"))[easy.pk] == choir.pk
        prices = last_prices(here.node)
        plain, weighed = (suggestions_for(easy, on=clock.today(), prices=each).fitting for each in (None, prices))
        assert titles(plain) == ["Fotboll", "Kören"]
        assert titles(weighed) == ["Kören", "Fotboll"]
        assert [one.gives_way for one in weighed] == [False, True]
        assert weighed[1].reasons[-1] == "platsen här behövs mer av andra"
        assert prices.order(weighed[0].pair) <= prices.order(weighed[1].pair)


def test_whom_nothing_else_serves_still_gets_the_scarce_place_first(here, scarce):
    picky, *_others = scarce
    run(here)
    with here.scope:
        found = suggestions_for(picky, on=clock.today(), prices=last_prices(here.node)).fitting
        assert [(one.activity.title, one.gives_way) for one in found] == [("Fotboll", False)]


def test_page_and_list_rank_alike(here, scarce):
    run(here)
    with here.scope:
        prices, terms = last_prices(here.node), terms_on(here.node.programme, clock.today())
        for form in scarce[:2]:
            listed = prospects_for([form], on=clock.today(), terms=terms, most=9, prices=prices)[form.pk]
            assert titles(listed.suggestions) == titles(suggestions_for(form, on=clock.today(), prices=prices).fitting)
        assert listed.scarce == "Fotboll"


def test_an_activity_that_the_matching_did_not_know_costs_nothing(here, scarce):
    run(here)
    with here.scope:
        here.activity("football", title="Ny fotboll", first_on=clock.today() + timedelta(days=8))
        found = suggestions_for(scarce[1], on=clock.today(), prices=last_prices(here.node)).fitting
        assert titles(found) == ["Ny fotboll", "Kören", "Fotboll"]


@pytest.mark.parametrize(("seconds", "there"), [(-1, True), (1, False)])
def test_prices_are_kept_for_a_week(here, scarce, seconds, there):
    made = run(here)
    with here.scope:
        proposed_at = clock.now() - KEPT_FOR - timedelta(seconds=seconds)
        MatchingRound.objects.filter(pk=made.pk).update(proposed_at=proposed_at)
        assert bool(last_prices(here.node)) is there


@pytest.mark.parametrize("state", [RoundState.DISCARDED, RoundState.FAILED])
def test_what_came_to_nothing_gives_no_prices(here, scarce, state):
    with here.scope:
        made = rounds.ask(node=here.node, by=here.coordinator)
        if state == RoundState.FAILED:
            rounds.fail(pk=made.pk)
        else:
            rounds.solve_round(pk=made.pk)
            rounds.discard(matching_round=made, by=here.coordinator)
        assert last_prices(here.node) is None


def test_a_matching_of_chosen_people_gives_no_prices_and_a_forecast_does(here, scarce):
    run(here, forms=[scarce[0].pk])
    with here.scope:
        assert last_prices(here.node) is None
        rounds.solve_round(pk=rounds.ask_forecast(node=here.node).pk)
        assert last_prices(here.node).on == clock.today()


def test_without_prices_the_order_is_the_plain_one(here, scarce):
    with here.scope:
        pairs = [one.pair for one in suggestions_for(scarce[1], on=clock.today()).fitting]
    assert scoring.in_order(reversed(pairs)) == pairs


def pages(form) -> list[str]:
    """Where what suits is told of in words, and can be told in another order."""
    return ["/har/matchning/", f"/har/matchning/{form.pk}/", "/har/erbjudanden/logga-flera/"]


def test_the_pages_say_so_and_can_do_without(here, scarce, client):
    client.force_login(here.coordinator.user)
    form = scarce[1]
    for url in pages(form):
        assert "andra behöver mer" not in text(client.get(url))
    before = queries(client, "/har/matchning/")
    run(here)
    page = text(client.get("/har/matchning/"))
    assert "Förslagen väger in vilka platser som andra behöver mer, enligt matchningen 22 januari." in page
    assert "Kören" in page
    assert "Platserna i Fotboll behövs mer av andra." in page
    assert queries(client, "/har/matchning/") == before + 1
    for url in pages(form)[1:]:
        assert "platsen här behövs mer av andra" in text(client.get(url))
    for url in pages(form):
        answer = client.get(f"{url}?platspris=nej")
        assert "utan hänsyn till vilka platser som andra behöver mer" in text(answer)
        assert "behövs mer av andra" not in text(answer)
        assert "behövs mer av andra" in text(client.get(f"{url}?platspris=ja"))


@pytest.mark.parametrize(("asked", "first", "then"), [("ja", "Kören", "Fotboll"), ("nej", "Fotboll", "Kören")])
def test_the_log_of_many_and_the_meeting_suggest_in_the_lists_order(here, scarce, client, asked, first, then):
    form = scarce[1]
    run(here)
    with here.scope:
        meeting = meeting_in(here)
        guest = guest_at(meeting, form, here)
    client.force_login(here.coordinator.user)
    assert first in text(client.get(f"/har/matchning/?q=Elsa&platspris={asked}"))
    many = "/har/erbjudanden/logga-flera/"
    sent = client.post(many, {"rad": form.pk, "channel": "phone"})
    for answer in (client.get(many, {"anmalan": form.pk}), sent):
        select = re.search(rf'<select name="f{form.pk}-activity".*?</select>', answer.content.decode(), re.DOTALL)
        assert re.findall(r"(Kören|Fotboll) ·", select[0]) == [first, then]
    address = f"/har/moten/{meeting.pk}/matchning/"
    assert re.search(rf"Elsa.*{first}", text(client.get(address)))
    for url in (f"{address}{guest.pk}/", f"{address}alla/"):
        page = text(client.get(url))
        assert page.index(first) < page.index(then)
        assert ("platsen här behövs mer av andra" in page) is (asked == "ja")


def test_prices_cost_the_pages_two_queries_however_many_are_suggested_for(here, scarce, client):
    run(here)
    with here.scope:
        meeting = meeting_in(here)
        guest_at(meeting, scarce[1], here)
    client.force_login(here.coordinator.user)
    urls = ["/har/erbjudanden/logga-flera/", f"/har/moten/{meeting.pk}/matchning/alla/"]
    for url in urls:
        client.get(url)
    few = [queries(client, url) for url in urls]
    with here.scope:
        for _each in range(3):
            guest_at(meeting, here.waiting("football", "singing"), here)
    assert [queries(client, url) for url in urls] == few
