"""The rounds' tasks: run twice, lost half-way, in every node of a programme; two coordinators at once."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from celery.signals import before_task_publish
from django.core.cache import cache
from django.db import connection

from matching import tasks
from matching.engine import ProblemError
from matching.models import MatchingRound, Offer, ProgrammeRound, Proposal
from matching.selectors.rounds import progress
from matching.services import rounds
from matching.services.offers import NotAllGiven
from matching.states import RoundState
from nodes.actors import Actor
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope, without_people
from tests.factories import NodeFactory, ServiceUnitFactory, member
from tests.matching.conftest import Place
from tests.matching.held_up import process
from vida import clock

HALF_WAY = """
import sys, django
django.setup()
from matching.services import rounds
from nodes.actors import Actor
from nodes.models import User
from nodes.tenancy import acting_in, node_scope
from matching.models import MatchingRound
what, node, pk, user = sys.argv[1], *map(int, sys.argv[2:])
with acting_in(node_scope(node)):
    if what == "solve":
        assert rounds.solve_round(pk=pk)
    else:
        by = Actor(User.objects.get(pk=user), frozenset({"coordinator"}))
        assert rounds.confirm(matching_round=MatchingRound.objects.get(pk=pk), channel="phone", by=by)
    print("written, not committed", flush=True)
    sys.stdin.read()
"""


def dies_half_way(what: str, row: MatchingRound, by: Actor) -> None:
    """Do it in a process of its own, and kill that when everything is written and nothing committed."""
    worker = process(HALF_WAY, what, row.node_id, row.pk, by.person.pk)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "written, not committed\n"
    worker.kill()
    worker.communicate()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_the_round_to_the_next(here):
    with here.scope:
        here.waiting()
        here.activity()
        made = rounds.ask(node=here.node, by=here.coordinator)
    dies_half_way("solve", made, here.coordinator)
    with here.scope:
        assert (MatchingRound.objects.get().state, Proposal.objects.count()) == (RoundState.QUEUED, 0)
    for _time in range(2):
        tasks.solve_round(here.node.pk, made.pk)
    with here.scope:
        assert (MatchingRound.objects.get().state, Proposal.objects.count()) == (RoundState.PROPOSED, 1)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_half_confirmed(here):
    with here.scope:
        here.waiting(), here.waiting()
        activity = here.activity()
        made = rounds.ask(node=here.node, by=here.coordinator)
        rounds.solve_round(pk=made.pk)
    dies_half_way("confirm", made, here.coordinator)
    with here.scope:
        activity.refresh_from_db()
        assert (MatchingRound.objects.get().state, Offer.objects.count()) == (RoundState.PROPOSED, 0)
        assert activity.seats_offered == 0
        assert len(rounds.confirm(matching_round=made, channel="phone", by=here.coordinator)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_confirm_at_once(here):
    """Two rounds want the same last place: one gets it, the other hears of it and nothing of it is saved."""
    with here.scope:
        forms, activity = [here.waiting(), here.waiting()], here.activity(seats=1)
        made = [rounds.ask(node=here.node, by=here.coordinator, forms=[form.pk]) for form in forms]
        for each in made:
            rounds.solve_round(pk=each.pk)
    second = Actor(member(Role.COORDINATOR, node=here.node), frozenset({Role.COORDINATOR}))
    ready, heard = threading.Barrier(2), []

    def confirm(row, by):
        ready.wait()
        try:
            with acting_in(node_scope(here.node.pk)):
                rounds.confirm(matching_round=row, channel="phone", by=by)
            heard.append("given")
        except NotAllGiven:
            heard.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=confirm, args=pair) for pair in zip(made, (here.coordinator, second), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["given", "refused"]
    with here.scope:
        activity.refresh_from_db()
        assert (Offer.objects.count(), activity.seats_offered) == (1, 1)
        assert sorted(MatchingRound.objects.values_list("state", flat=True)) == ["confirmed", "proposed"]


@pytest.mark.django_db
def test_what_the_engine_cannot_do_is_said(here, monkeypatch, caplog):
    with here.scope:
        here.waiting()
        made = rounds.ask(node=here.node, by=here.coordinator)

    def refuse(*_args, **_kwargs):
        raise ProblemError("Too large.")

    monkeypatch.setattr(rounds.running, "round_problem", refuse)
    tasks.solve_round(here.node.pk, made.pk)
    with here.scope:
        assert MatchingRound.objects.get().state == RoundState.FAILED
    assert "could not be worked out" in caplog.text


@pytest.fixture
def programme(here):
    """Two nodes of one programme, with somebody who waits in each, and its process lead."""
    there = NodeFactory(slug="dar", programme=here.node.programme, municipalities=["0188"])
    unit = ServiceUnitFactory(node=there)
    other = Place(there, unit, here.coordinator, here.officer)
    for each in (here, other):
        with each.scope:
            each.waiting(), each.waiting()
            each.activity(seats=1)
    lead = Actor(member(Role.PROCESS_LEAD, node=here.node), frozenset({Role.PROCESS_LEAD}))
    return here.node.programme, lead


@pytest.mark.django_db
def test_a_round_in_every_node(programme):
    owner, lead = programme
    nodes = tuple(owner.nodes.order_by("id").values_list("pk", flat=True))
    with acting_in(without_people(*nodes)):
        made = rounds.ask_everywhere(programme=owner, by=lead)
        keys = list(made.rounds.order_by("id").values_list("node_id", "pk"))
    assert not tasks.finish_programme(made.pk)  # too early: a node is not done
    for _time in range(2):
        for node_id, pk in keys:
            tasks.solve_round(node_id, pk)
        assert tasks.finish_programme(made.pk)
    made = ProgrammeRound.objects.get()
    assert made.figures == {"people": 4, "matched": 2, "class_sum": 2, "rank_sum": 0}
    for node_id, pk in keys:
        with acting_in(node_scope(node_id)):
            assert Proposal.objects.filter(round_id=pk).count() == 2
    with acting_in(without_people(*nodes)):
        assert not Proposal.objects.exists()  # the process lead sees no person


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "sent"), [(1, 0), (3, 1)])
def test_what_was_lost_is_sent_again(here, monkeypatch, minutes, sent):
    with here.scope:
        here.waiting()
        rounds.ask(node=here.node, by=here.coordinator)
        MatchingRound.objects.update(asked_at=clock.now() - minutes * tasks.LOST_AFTER / 2)
    assert tasks.resume_rounds() == sent


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    """Of rounds with the same keys, by tests that ran just before."""
    cache.clear()


@pytest.fixture
def lost(here):
    """Three rounds that have waited for long, the first one the longest."""
    with here.scope:
        here.waiting()
        made = [rounds.ask(node=here.node, by=here.coordinator) for _each in range(3)]
        MatchingRound.objects.update(asked_at=clock.now() - 2 * tasks.LOST_AFTER)
    return made


@pytest.mark.django_db
def test_what_waits_for_its_turn_is_not_sent_every_minute(lost):
    assert [tasks.resume_rounds() for _minute in range(2)] == [3, 0]


@pytest.mark.django_db
def test_what_a_worker_has_begun_is_left_to_it(lost):
    progress.begun(lost[0].pk)
    assert tasks.resume_rounds() == 2


@pytest.mark.django_db
def test_what_was_sent_a_while_ago_takes_nobodys_turn(lost, monkeypatch):
    monkeypatch.setattr(tasks, "LIMIT", 2)
    assert [tasks.resume_rounds() for _minute in range(3)] == [2, 1, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("done", ["begun", "sent again"])
def test_what_is_lost_once_more_is_sent_once_more(lost, monkeypatch, done):
    """The worker died, or the second message was lost too."""
    monkeypatch.setattr(progress, "LOST_AFTER", timedelta(seconds=1))
    if done == "begun":
        for each in lost:
            progress.begun(each.pk)
    else:
        assert tasks.resume_rounds() == 3
    assert tasks.resume_rounds() == 0
    time.sleep(1.1)
    assert tasks.resume_rounds() == 3


@pytest.fixture
def sums():
    """The programme's rounds that are sent to be summed up."""
    sent = []

    def heard(body, **_message):
        sent.extend(body[0])

    before_task_publish.connect(heard, sender="matching.tasks.finish_programme")
    yield sent
    before_task_publish.disconnect(heard, sender="matching.tasks.finish_programme")


@pytest.mark.django_db
def test_a_programmes_round_is_sent_to_be_summed_up_now_and_then(programme, sums, monkeypatch):
    monkeypatch.setattr(progress, "LOST_AFTER", timedelta(seconds=1))
    owner, lead = programme
    with acting_in(without_people(*owner.nodes.order_by("id").values_list("pk", flat=True))):
        made = rounds.ask_everywhere(programme=owner, by=lead)
    ProgrammeRound.objects.update(asked_at=clock.now() - 2 * tasks.LOST_AFTER)
    for _minute in range(2):
        tasks.resume_rounds()
    assert sums == [made.pk]
    time.sleep(1.1)
    tasks.resume_rounds()
    assert sums == [made.pk, made.pk]
