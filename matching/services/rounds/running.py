"""A round is worked out: the node's people and places are read, matched by the engine, and written as proposals.

One transaction, so that a worker that dies half-way leaves the round as it was, waiting for another.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict
from typing import Any, Final

import numpy as np
from django.db import transaction

from matching import engine
from matching.engine import NOBODY, Assignment, SeatPrices
from matching.models import MatchingRound, ProgrammeRound
from matching.selectors.problems import what_is_missing, why_nots
from matching.selectors.round_problem import RoundProblem, round_problem
from matching.services.rounds.attempting import free
from matching.services.rounds.forgetting import forget
from matching.services.rounds.writing import write_activities, write_proposals
from matching.states import ROUND, RoundState
from nodes.actors import THE_SYSTEM
from vida import clock

SUMS: Final = ("people", "matched", "class_sum", "rank_sum")  # of a programme's round; a node that failed adds nothing


@transaction.atomic
def solve_round(*, pk: int) -> bool:
    """Work out the round, inside the node's scope; whether there was anything to do.

    A round that another worker has in hand, or that has been worked out or laid aside, is left as it is, so that
    asking twice changes nothing. SolverError, CertificateError or ProblemError where the engine stops short: then
    nothing is written.
    """
    row = free(pk)
    if row is None:
        return False
    began = time.perf_counter()
    asked = round_problem(row)
    answer = engine.solve(asked.problem, keep=asked.keep, order=row.order, locked=asked.locked)
    reasons, prices = _reasons(row, asked, answer), engine.seat_prices(asked.problem, answer)
    write_proposals(row, asked, answer, reasons)
    write_activities(row, asked, prices)
    row.figures = _figures(asked, answer, reasons, prices) | {"seconds": round(time.perf_counter() - began, 2)}
    row.state = ROUND.to("propose", row.state, *THE_SYSTEM.roles)
    row.engine_version, row.proposed_at = engine.VERSION, clock.now()
    row.save(update_fields=["state", "engine_version", "proposed_at", "figures"])
    if row.purpose == MatchingRound.Purpose.FORECAST:
        forget(MatchingRound.objects.filter(node=row.node, purpose=row.purpose, pk__lt=row.pk))
    return True


@transaction.atomic
def finish_everywhere(*, pk: int) -> bool:
    """Sum up a programme's round when all its nodes are done, inside a scope of all of them; whether they are."""
    made = ProgrammeRound.objects.select_for_update(of=("self",)).get(pk=pk)
    rounds = list(made.rounds.order_by("id"))
    if any(each.state == RoundState.QUEUED for each in rounds):
        return False
    made.figures = {name: sum(each.figures.get(name, 0) for each in rounds) for name in SUMS}
    made.finished_at = made.finished_at or clock.now()
    made.save(update_fields=["figures", "finished_at"])
    return True


def _reasons(row: MatchingRound, asked: RoundProblem, answer: Assignment) -> list[str]:
    """What stands in the way of each person without a place, by the rule's code; "" for the others.

    A round answers for all the choices; a forecast says what is missing for the first one, which is what to look for.
    """
    ask = what_is_missing if row.purpose == MatchingRound.Purpose.FORECAST else why_nots
    reasons = np.full(asked.problem.people, "", object)
    without = np.flatnonzero((answer.activity == NOBODY) & ~asked.excluded)
    reasons[without] = ask(asked.found, without)
    return reasons.tolist()


def _figures(asked: RoundProblem, answer: Assignment, reasons: list[str], prices: SeatPrices) -> dict[str, Any]:
    """What is kept of a round: sums over those who get a place, the others by reason, and what the prices are made of.

    `seconds` is added by the caller: from reading to written, without the commit.
    """
    return {
        **asdict(engine.figures(asked.problem, answer)),
        "people": asked.problem.people,
        "activities": asked.problem.activities,
        "pairs": len(asked.problem.person),
        "seats": int(asked.problem.seats.sum()),
        "excluded": int(asked.excluded.sum()),
        "without": dict(Counter(reason for reason in reasons if reason)),
        "certificate": "optimal",  # or the engine would have raised
        "money": {"weights": prices.weights, "of_rank": prices.of_rank.tolist(), "of_travel": prices.of_travel},
    }
