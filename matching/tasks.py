"""What matching does by itself: the clock, round the nodes in small batches, and the rounds, one task a node."""

from __future__ import annotations

import logging

from celery import chord, shared_task

from matching.engine import CertificateError, ProblemError, SolverError
from matching.everynode import in_every_node, others_go_on
from matching.models import MatchingRound, ProgrammeRound
from matching.selectors.rounds.progress import LOST_AFTER, begun, in_hand, sent_again, sent_to_sum_up, to_sum_up
from matching.services import dates, deadlines, rounds
from matching.states import RoundState
from nodes.models import Node
from nodes.tenancy import acting_everywhere, acting_in, node_scope, without_people
from participants.models import InterestForm
from vida import clock

LIMIT = 200  # rounds sent again in one run; the others' turn comes with the next

log = logging.getLogger(__name__)


@shared_task
def flag_forms() -> int:
    """Flag forms near or past their day and tell those who can do something; returns how many."""
    return in_every_node(deadlines.flag_forms)


@shared_task
def flag_offers() -> int:
    """Remind of offers that nobody answers and end those long past their day; returns how many."""
    return in_every_node(deadlines.flag_offers)


@shared_task
def follow_dates() -> int:
    """Let activities begin and end by their dates, and placements with them; returns how many moved."""
    return in_every_node(dates.follow_dates)


@shared_task
def solve_round(node_id: int, round_id: int) -> int:
    """Work out one round and return its key. Safe to run twice, or after a worker that died half-way.

    What the engine says no to would get the same answer again: that round has failed. After any other error it waits,
    and `resume_rounds` has it tried once more, up to `MOST_ATTEMPTS`.
    """
    with acting_in(node_scope(node_id)):
        attempt = rounds.begin(pk=round_id)
    if attempt:
        begun(round_id)
        try:
            with acting_in(node_scope(node_id)):
                rounds.solve_round(pk=round_id)
        except (CertificateError, ProblemError, SolverError):
            log.exception("Matching round %s could not be worked out.", round_id)
            _fail(node_id, round_id)
        except Exception:
            log.exception("Matching round %s could not be worked out: attempt %s.", round_id, attempt)
            if attempt == rounds.MOST_ATTEMPTS:
                _fail(node_id, round_id)
    return round_id


def _fail(node_id: int, round_id: int) -> None:
    with acting_in(node_scope(node_id)):
        rounds.fail(pk=round_id)


@shared_task
def solve_programme(programme_round_id: int) -> None:
    """Send a task for each node of a programme's round, and one that sums them up when all are done."""
    with acting_everywhere("solve_programme"):
        found = MatchingRound.objects.filter(programme_round_id=programme_round_id).order_by("id")
        each = [solve_round.s(*keys) for keys in found.values_list("node_id", "pk")]
    chord(each, finish_programme.si(programme_round_id)).delay()


@shared_task
def finish_programme(programme_round_id: int) -> bool:
    """Sum up a programme's round; whether every node was done."""
    programme = ProgrammeRound.objects.get(pk=programme_round_id).programme
    with acting_in(without_people(*programme.nodes.order_by("id").values_list("pk", flat=True))):
        return rounds.finish_everywhere(pk=programme_round_id)


@shared_task
def resume_rounds() -> int:
    """Send again what has waited for long: its task, or the worker that had it, was lost. Returns how many.

    What was begun, or sent again, a while ago only is left alone: it may just wait for its turn.
    """
    since = clock.now() - LOST_AFTER
    with acting_everywhere("resume_rounds"):
        lost = MatchingRound.objects.filter(state=RoundState.QUEUED, asked_at__lt=since).order_by("asked_at", "id")
        waiting = list(lost.values_list("node_id", "pk"))
    known = in_hand([round_id for _node_id, round_id in waiting])
    keys = [(node_id, round_id) for node_id, round_id in waiting if round_id not in known][:LIMIT]
    for node_id, round_id in keys:
        solve_round.delay(node_id, round_id)
    sent_again([round_id for _node_id, round_id in keys])
    unfinished = ProgrammeRound.objects.filter(finished_at__isnull=True, asked_at__lt=since).order_by("asked_at", "id")
    sums = to_sum_up(list(unfinished.values_list("pk", flat=True)))[:LIMIT]
    for pk in sums:
        finish_programme.delay(pk)
    sent_to_sum_up(sums)
    return len(keys)


@shared_task
def forecast() -> int:
    """Work out what would come of it in each node where somebody waits (R116); returns how many nodes."""
    asked = 0
    for node in Node.objects.select_related("programme").order_by("pk"):
        with others_go_on(node.pk):
            with acting_in(node_scope(node.pk)):
                if not InterestForm.objects.waiting().exists():
                    continue
                made = rounds.ask_forecast(node=node)
            solve_round.delay(node.pk, made.pk)
            asked += 1
    return asked
