"""One person beside every activity of a node of 1,000 and of 100,000: `script/bench suggestions [--times 40]`.

The ranking chooses what the page shows among all activities; the selector also reads and weighs what is shown; the page
is the whole request through Django's test client: the unprivileged role, session, all middleware, the read log. The
people who are asked about take turns, as their wishes differ.
"""

import argparse
import logging
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median, quantiles
from time import perf_counter, process_time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.matching_fill import programme
from matching.selectors import demand
from matching.selectors.shortlist import shortlist
from matching.selectors.suggestions import suggestions_for
from matching.views.matching import MOST
from nodes.models import Node, User
from nodes.selectors.terms import terms_on
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm
from vida import clock

PEOPLE, SIZES = 200, (1_000, 100_000)
GOALS = {"ranking": 10, "page": 50}  # milliseconds, the 95th percentile
COLUMNS = "{:>10} {:>8} {:>10} {:>8} {:>8} {:>6} {:>8} {:>8} {:>6}"

Figures = tuple[float, float]


def main(arguments: list[str] | None = None) -> None:
    """Fill, measure, print one table."""
    parser = argparse.ArgumentParser(prog="script/bench suggestions", description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="of each kind (40 unless told)")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    nodes = [Node.objects.get(programme=programme(1, PEOPLE, activities)) for activities in SIZES]
    print(
        COLUMNS.format("activities", "queries", "", "p50 ms", "p95 ms", "goal", "CPU p50", "CPU p95", "kB"), flush=True
    )
    for activities, node in zip(SIZES, nodes, strict=True):
        _show(activities, node, options.times)


def _show(activities: int, node: Node, times: int) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{node.slug}@example.se"))
    with acting_in(node_scope(node.pk)):
        rows = InterestForm.objects.waiting().select_related("participant", "node__programme").order_by("pk")
        forms = list(rows[:times])

    with acting_in(node_scope(node.pk)):
        terms = terms_on(node.programme, clock.today())
        people = demand.facts_of(forms, on=clock.today(), terms=terms)

    def ranking(form: InterestForm) -> None:
        with acting_in(node_scope(node.pk)):
            shortlist(form, people[form.pk], on=clock.today(), terms=terms, most=MOST)

    def selector(form: InterestForm) -> None:
        with acting_in(node_scope(node.pk)):
            suggestions_for(form, on=clock.today(), most=MOST)

    def page(form: InterestForm) -> bytes:
        url = reverse("matching:suggestions", args=[node.slug, form.pk])
        answer = client.get(url, SERVER_NAME="localhost")
        assert answer.status_code == 200, (answer.status_code, url)
        return answer.content

    page(forms[0])
    with CaptureQueriesContext(connection) as captured:
        size = len(page(forms[0])) // 1000
    queries = len(captured)
    for what in (ranking, selector, page):
        name, goal = what.__name__, GOALS.get(what.__name__, "")
        took, cpu = _timed(what, list(islice(cycle(forms), times)))
        numbers = [f"{each:.1f}" for each in (*took, *cpu)]
        row = (f"{activities:,}", queries, name, *numbers[:2], goal, *numbers[2:], size)
        print(COLUMNS.format(*row), flush=True)


def _timed(what: Callable[[InterestForm], object], forms: list[InterestForm]) -> tuple[Figures, Figures]:
    """Median and 95th percentile of the time and of this process's own, in milliseconds."""
    took, cpu = [], []
    for form in forms:
        began, worked = perf_counter(), process_time()
        what(form)
        took.append((perf_counter() - began) * 1000)
        cpu.append((process_time() - worked) * 1000)
    return _figures(took), _figures(cpu)


def _figures(took: list[float]) -> Figures:
    return median(took), quantiles(took, n=20)[-1]
