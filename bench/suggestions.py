"""One person beside every activity of a node of 1,000 and of 100,000: `script/bench suggestions [--times 40]`.

The selector is what the page weighs; the page is the whole request through Django's test client: the unprivileged role,
session, all middleware, the read log. The people who are asked about take turns, as their wishes differ.
"""

import argparse
import logging
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median, quantiles
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.matching_fill import programme
from matching.selectors.suggestions import suggestions_for
from matching.views.matching import MOST
from nodes.models import Node, User
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm
from vida import clock

PEOPLE, SIZES, GOAL = 200, (1_000, 100_000), 50
COLUMNS = "{:>10} {:>8} {:>12} {:>12} {:>8} {:>10} {:>10}"


def main(arguments: list[str] | None = None) -> None:
    """Fill, measure, print one table."""
    parser = argparse.ArgumentParser(prog="script/bench suggestions", description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="of each kind (40 unless told)")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    nodes = [Node.objects.get(programme=programme(1, PEOPLE, activities)) for activities in SIZES]
    print(COLUMNS.format("activities", "queries", "selector p50", "p95", "page p50", "p95", "kB"), flush=True)
    for activities, node in zip(SIZES, nodes, strict=True):
        _show(activities, node, options.times)


def _show(activities: int, node: Node, times: int) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{node.slug}@example.se"))
    with acting_in(node_scope(node.pk)):
        rows = InterestForm.objects.waiting().select_related("participant", "node__programme").order_by("pk")
        forms = list(rows[:times])

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
    of_selector, of_page = (_timed(what, list(islice(cycle(forms), times))) for what in (selector, page))
    numbers = (f"{each:.1f}" for each in (*of_selector, *of_page))
    missed = "" if of_page[1] < GOAL else " !"
    print(COLUMNS.format(f"{activities:,}", queries, *numbers, f"{size:,}") + missed, flush=True)


def _timed(what: Callable[[InterestForm], object], forms: list[InterestForm]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    took = []
    for form in forms:
        began = perf_counter()
        what(form)
        took.append((perf_counter() - began) * 1000)
    return median(took), quantiles(took, n=20)[-1]
