"""A round in every node at once, begun by the process lead: sums, and never a person."""

from __future__ import annotations

import pytest

from matching.models import MatchingRound, ProgrammeRound
from matching.services import rounds
from matching.tasks import finish_programme, solve_round
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from tests.factories import NodeFactory, member
from tests.matching.conftest import place
from tests.matching.roundpages import queries, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]
ALL = "/program/matchning/"


@pytest.fixture
def lead(client, here):
    client.force_login(member(Role.PROCESS_LEAD, node=here.node))
    return client


def begun(here, lead) -> tuple[ProgrammeRound, str]:
    answer = lead.post(ALL)
    assert answer.status_code == 303
    made = ProgrammeRound.objects.latest("pk")
    assert answer.url == f"{ALL}{made.pk}/"
    return made, answer.url


def worked_out(here, made) -> None:
    with here.scope:
        solve_round(here.node.pk, MatchingRound.objects.get(programme_round=made).pk)
    finish_programme(made.pk)


def test_it_is_followed_in_sums(here, lead, django_capture_on_commit_callbacks):
    with here.scope:
        here.waiting(given_name="Zahra"), here.waiting("ceramics")
        here.activity("football", title="Fotboll")
    with django_capture_on_commit_callbacks() as after:
        made, url = begun(here, lead)
    assert len(after) == 1
    page = text(lead.get(url))
    assert "0 av 1 noder är klara" in page
    assert "Räknas fram" in page
    assert "0 av 1 noder är klara" in text(lead.get(f"{url}hur-langt/"))
    with here.scope:
        solve_round(here.node.pk, MatchingRound.objects.get(programme_round=made).pk)
    step = lead.get(f"{url}hur-langt/")
    assert "1 av 1 noder är klara" in text(step)  # the sums are still to come
    assert "Förslag att gå igenom 2 1" in text(step)  # in the table below, which is swapped too
    assert 'id="nodes" hx-swap-oob="true"' in step.content.decode()
    page = lead.get(url)
    assert "1 av 1 noder är klara" in text(page)
    assert "hx-swap-oob" not in page.content.decode()
    finish_programme(made.pk)
    assert lead.get(f"{url}hur-langt/")["HX-Refresh"] == "true"
    page = text(lead.get(url))
    assert "personer väntade 2" in page
    assert "får förslag 1" in page
    assert "Förslag att gå igenom" in page
    assert "1 av 2" in text(lead.get(ALL))
    for address in (url, ALL):
        assert "Zahra" not in text(lead.get(address))
        assert "Fotboll" not in text(lead.get(address))


def test_where_people_wait_and_nobody_gets_a_proposal_it_says_none(here, lead):
    with here.scope:
        here.waiting("ceramics")
    made, url = begun(here, lead)
    worked_out(here, made)
    assert "0 av 1" in text(lead.get(ALL)).partition("1 av 1 klara")[0]
    assert "får förslag 0" in text(lead.get(url))


def test_the_nodes_coordinator_finds_it_and_decides(here, lead, client):
    with here.scope:
        here.waiting(given_name="Zahra")
        here.activity("football")
    made, _url = begun(here, lead)
    worked_out(here, made)
    with here.scope:
        row = MatchingRound.objects.get(programme_round=made)
    assert lead.get(f"/har/matchning/omgangar/{row.pk}/").status_code == 403
    client.force_login(here.coordinator.user)
    assert "Hela noden, inom programmets matchning" in text(client.get("/har/matchning/omgangar/"))
    assert "Zahra" in text(client.get(f"/har/matchning/omgangar/{row.pk}/"))
    with here.scope:
        assert rounds.confirm(matching_round=row, channel="phone", by=here.coordinator)


def test_three_nodes_ask_as_much_as_one(here, lead):
    with here.scope:
        here.waiting()
    _made, url = begun(here, lead)
    lead.get(url), lead.get(ALL)
    one = queries(lead, url), queries(lead, ALL)
    for code in ("0180", "0182"):
        NodeFactory(programme=here.node.programme, municipalities=[code])
    _made, url = begun(here, lead)
    assert "0 av 3 noder är klara" in text(lead.get(url))
    assert (queries(lead, url), queries(lead, ALL)) == one


def test_another_programmes_round_does_not_exist(here, lead):
    other = place("dar").node.programme
    with acting_in(without_people(*other.nodes.values_list("pk", flat=True))):
        made = rounds.ask_everywhere(programme=other, by=here.coordinator)
    assert lead.get(f"{ALL}{made.pk}/").status_code == 404
