"""Matching, end to end and the engine alone: `script/bench matching [--million]`.

End to end is what a coordinator waits for: a round is asked for, its worker reads the node from the database, matches,
proves and writes every proposal (`matching.services.rounds`). Nodes are worked out by as many processes as there are
cores, as Celery's workers do. Then the engine and other ways on bare arrays, see `bench.matching_engine`, and people
who come one by one, see `bench.matching_arrivals`.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter

from bench import matching_arrivals, matching_engine
from bench.matching_fill import programme

ROUNDS = ((1, 5_000, 500), (20, 5_000, 500))
MILLION = (50, 20_000, 1_000)
COLUMNS = "{:<30} {:>10} {:>9} {:>28} {:>9} {:>9} {:>8}"


def main(arguments=None):
    """Print three tables."""
    parser = argparse.ArgumentParser(prog="script/bench matching")
    parser.add_argument("--million", action="store_true", help="also 1,000,000 people and 50,000 activities")
    options = parser.parse_args(arguments)
    print("From the database to saved proposals")
    print(
        COLUMNS.format(
            "people × activities, nodes", "pairs", "matched", "rank 1 / 2 / 3 / near", "seconds", "CPU s", "MB"
        )
    )
    for size in (*ROUNDS, *([MILLION] if options.million else ())):
        _round(*size)
    print("\nThe engine alone, and others, on the same arrays")
    matching_engine.compare(million=options.million)
    print("\nPeople who come one by one: share of what hindsight matches")
    matching_arrivals.compare()


def _round(nodes, people, activities):
    """Print the row of one programme-wide round."""
    made = programme(nodes, people, activities)
    workers = min(nodes, len(os.sched_getaffinity(0)))
    command = f"import django; django.setup(); from bench.matching_rounds import run; run({made.pk}, {workers})"
    done = subprocess.run([sys.executable, "-c", command], check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own
    run = json.loads(done.stdout)
    total = Counter()
    for figures in run["figures"]:
        total += Counter({name: figures[name] for name in ("pairs", "matched")})
    profiles = [figures["rank_profile"] + [0] * 6 for figures in run["figures"]]
    ranks = [sum(profile[rank] for profile in profiles) for rank in range(6)]
    words = " / ".join(f"{count:,}" for count in (*ranks[:3], sum(ranks[3:])))
    name = f"{nodes * people:,} × {nodes * activities:,}, {nodes}"
    seconds = (f"{each:.2f}" for each in (run["seconds"], run["cpu"]))
    print(
        COLUMNS.format(name, f"{total['pairs']:,}", f"{total['matched']:,}", words, *seconds, run["megabytes"]),
        flush=True,
    )
