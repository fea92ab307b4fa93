"""A forecast is asked for while another is being worked out: nobody waits for it, and the newest is the one that stays.

Real connections. A worker is held up in the middle of its work, by a row that another has.
"""

from __future__ import annotations

import pytest

from matching import tasks
from matching.models import MatchingRound
from matching.selectors.forecast import forecast_now
from matching.services import rounds
from matching.states import RoundState
from tests.atonce import apart, begun
from tests.factories import AssociationFactory
from tests.matching.conftest import place
from tests.matching.gaps import submitted
from tests.matching.held_up import half_way

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 10  # seconds


@pytest.fixture
def asked(here):
    """Somebody waits, there is something to offer, and a forecast of it waits for its worker."""
    with here.scope:
        here.waiting()
        return rounds.ask_forecast(node=here.node), here.activity()


def states(here) -> dict[int, str]:
    with here.scope:
        return dict(MatchingRound.objects.order_by("pk").values_list("pk", "state"))


def test_an_activity_is_approved_while_a_forecast_is_worked_out(here, asked):
    """The approval is done at once. The forecast that it asks for outlives the one that had read before it."""
    with here.scope:
        activity, owner = submitted(here, "football"), AssociationFactory(node=here.node)
    with half_way(here, *asked):
        url, sent = f"/har/aktiviteter/{activity.pk}/granska/", {"association": "other", "other": owner.pk}
        approving, said = begun(here.coordinator.user, url, sent)
        approving.join(AT_ONCE)
        assert [answer.status_code for answer in said] == [302]
    with here.scope:
        activity.refresh_from_db()
        assert activity.state == "approved"
        assert forecast_now().under_way
    (_old, was), (new, waits) = states(here).items()
    assert (was, waits) == (RoundState.PROPOSED, RoundState.QUEUED)
    tasks.solve_round(here.node.pk, new)
    assert states(here) == {new: RoundState.PROPOSED}


def test_the_newer_is_done_before_the_older(here, asked):
    """Two workers: neither waits for the other, the newer is shown, and the older goes with the next."""

    def ask_and_work_out():
        with here.scope:
            made = rounds.ask_forecast(node=here.node)
        tasks.solve_round(here.node.pk, made.pk)

    with half_way(here, *asked):
        apart(ask_and_work_out).join(AT_ONCE)
        assert list(states(here).values()) == [RoundState.QUEUED, RoundState.PROPOSED]
    (_old, was), (new, is_now) = states(here).items()
    assert (was, is_now) == (RoundState.PROPOSED, RoundState.PROPOSED)
    with here.scope:
        assert forecast_now().made.pk == new
    ask_and_work_out()
    assert list(states(here).values()) == [RoundState.PROPOSED]


def test_the_clock_asks_while_a_forecast_is_worked_out(here, asked):
    """It waits for no worker, so the nodes after this one have theirs too."""
    there = place("dar")
    with there.scope:
        there.waiting()
    with half_way(here, *asked):
        apart(tasks.forecast).join(AT_ONCE)
        assert len(states(here)) == 2
        assert len(states(there)) == 1


def test_a_node_where_it_goes_wrong_stops_no_other(here, caplog):
    """A programme without terms, say."""
    there = place("dar")
    for each in (here, there):
        with each.scope:
            each.waiting()
    here.node.programme.terms.all().delete()
    assert tasks.forecast() == 1
    assert (len(states(here)), len(states(there))) == (0, 1)
    assert f"node {here.node.pk}" in caplog.text
    assert "DoesNotExist" in caplog.text
