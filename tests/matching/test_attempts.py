"""A round that goes wrong each time, or kills its worker each time: after some attempts it has failed, and says so."""

from __future__ import annotations

import pytest

from matching import tasks
from matching.models import MatchingRound, ProgrammeRound, Proposal
from matching.services import rounds
from matching.states import RoundState
from nodes.actors import Actor
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from tests.atonce import until_so_many_wait
from tests.factories import member
from tests.matching.conftest import place
from tests.matching.held_up import in_the_way, process, until_alone
from tests.matching.roundpages import board, text

SOLVE = """
import sys, django
django.setup()
from matching.tasks import solve_round
solve_round(*map(int, sys.argv[1:]))
"""


def poisoned(made, form):
    """A row is in the way of what the round writes, so that the database refuses it each time."""
    Proposal.objects.create(
        node=form.node, service_unit=form.service_unit, participant=form.participant, round=made, form=form,
        waiting_class=0,
    )  # fmt: skip


def state(here, made) -> tuple[str, int]:
    with here.scope:
        made.refresh_from_db()
    return made.state, made.attempts


@pytest.mark.django_db
def test_it_has_failed_after_three_attempts_and_says_what_to_do(here, coordinator, caplog):
    with here.scope:
        form = here.waiting()
        made = rounds.ask(node=here.node, by=here.coordinator)
        poisoned(made, form)
    for attempt in (1, 2):
        tasks.solve_round(here.node.pk, made.pk)
        assert state(here, made) == (RoundState.QUEUED, attempt)
        assert f"Matching round {made.pk} could not be worked out: attempt {attempt}." in caplog.text
    for _once_more in range(2):
        tasks.solve_round(here.node.pk, made.pk)
        assert state(here, made) == (RoundState.FAILED, 3)
    page = text(coordinator.get(board(made)))
    assert "Matchningen kunde inte räknas fram" in page
    assert "Gör en ny; går inte den heller, säg till den som sköter systemet." in page


@pytest.mark.django_db
def test_a_round_that_is_worked_out_took_one_attempt(here):
    with here.scope:
        here.waiting()
        made = rounds.ask(node=here.node, by=here.coordinator)
    for _time in range(2):
        tasks.solve_round(here.node.pk, made.pk)
        assert state(here, made) == (RoundState.PROPOSED, 1)


@pytest.mark.django_db
def test_the_programmes_round_is_summed_up_though_one_node_failed(here, client):
    there = place("dar", node=None)
    there.node.programme = here.node.programme
    there.node.save()
    for each in (here, there):
        with each.scope:
            form = each.waiting()
    lead = Actor(member(Role.PROCESS_LEAD, node=here.node), frozenset({Role.PROCESS_LEAD}))
    with acting_in(without_people(here.node.pk, there.node.pk)):
        made = rounds.ask_everywhere(programme=here.node.programme, by=lead)
        keys = list(made.rounds.order_by("node").values_list("node_id", "pk"))
    with there.scope:
        poisoned(MatchingRound.objects.get(programme_round=made), form)
    for _attempt in range(3):
        assert not tasks.finish_programme(made.pk)
        for node_id, pk in keys:
            tasks.solve_round(node_id, pk)
    assert tasks.finish_programme(made.pk)
    assert ProgrammeRound.objects.get().figures["people"] == 1
    client.force_login(lead.user)
    page = text(client.get(f"/program/matchning/{made.pk}/"))
    assert "I 1 nod kunde matchningen inte räknas fram" in page


@pytest.mark.django_db(transaction=True)
def test_one_that_kills_its_worker_each_time_fails_in_the_end(here):
    """Killed in the middle, as by want of memory: each attempt counts though nothing of it is left."""
    with here.scope:
        here.waiting()
        activity = here.activity()
        made = rounds.ask(node=here.node, by=here.coordinator)
    for attempt in (1, 2, 3):
        with in_the_way(here, made, activity):
            worker = process(SOLVE, here.node.pk, made.pk)
            until_so_many_wait(1)
            worker.kill()
            worker.communicate()
        until_alone()
        assert state(here, made) == (RoundState.QUEUED, attempt)
        with here.scope:
            assert not Proposal.objects.exists()
    tasks.solve_round(here.node.pk, made.pk)
    assert state(here, made) == (RoundState.FAILED, 3)
