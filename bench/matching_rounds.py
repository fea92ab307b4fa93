"""Works out a round in every node of a programme, in so many processes, and prints one JSON object."""

import json
import resource
import sys
import time
from functools import partial

from django.db import connections

from matching.engine.workers import each
from matching.models import MatchingRound
from matching.services import rounds
from matching.tasks import solve_round
from nodes.actors import Actor
from nodes.models import Node
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope


def ask(programme):
    """Ask for a round in each node; return keys of nodes and rounds."""
    keys = []
    for node in Node.objects.filter(programme=programme).order_by("pk"):
        coordinator = Actor(node.memberships.get().user, frozenset({Role.COORDINATOR}))
        with acting_in(node_scope(node.pk)):
            keys.append((node.pk, rounds.ask(node=node, by=coordinator).pk))
    return keys


def solve(keys, number):
    """One node's task, as a worker runs it."""
    solve_round(*keys[number])
    return number


def figures(keys):
    """What the rounds came to."""
    found = []
    for node, pk in keys:
        with acting_in(node_scope(node)):
            found.append(MatchingRound.objects.get(pk=pk).figures)
    return found


def _cpu():
    """Seconds of processors, of this process and its children."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in spent)


def run(programme, workers):
    """Ask, wait, count."""
    keys = ask(programme)
    connections.close_all()  # a connection is nobody's to share
    start, before = time.perf_counter(), _cpu()
    for _ in each(partial(solve, keys), len(keys), workers):
        pass
    seconds = time.perf_counter() - start
    cpu = _cpu() - before
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processes = (1, workers if workers > 1 else 0)
    megabytes = sum(used.ru_maxrss * count for used, count in zip(spent, processes, strict=True))
    json.dump(
        {
            "seconds": seconds,
            "cpu": cpu,
            "megabytes": megabytes // 1024,
            "figures": figures(keys),
        },
        sys.stdout,
    )
