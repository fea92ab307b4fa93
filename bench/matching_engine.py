"""The engine alone beside other ways to solve the same instance; part of `script/bench matching`.

Each way runs in a process of its own, so that its peak memory is its own. All are given the same arrays; building
those is not counted. "OR-Tools, bare" is the engine's two solver calls per node and nothing else: no splitting, no
prices, no proof. networkx and the package `matching` are left out where they would take an hour. On a busy machine
compare CPU seconds.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.matching_instances import country

SIZES = ((450, 60, 1), (5_000, 500, 1), (100_000, 10_000, 20))
MILLION = (1_000_000, 50_000, 50)
WAYS = {  # name: (what is run, the most people it is run for)
    "engine": (["-m", "bench.matching_ways", "engine"], None),
    "engine, all cores": (["-m", "bench.matching_ways", "engine_on_all_cores"], None),
    "OR-Tools, bare": (["-m", "bench.matching_ways", "bare_solver"], None),
    "networkx": (["-m", "bench.matching_ways", "networkx_simplex"], 5_000),
    "matching (stable)": (["-I", str(Path(__file__).with_name("matching_stable.py"))], 5_000),
}
COLUMNS = "{:<22} {:<18} {:>9} {:>26} {:>12} {:>9} {:>9} {:>8}"


def compare(*, million=False):
    """Print one table."""
    print(COLUMNS.format("people × activities", "way", "matched", "rank 1 / 2 / 3", "travel", "seconds", "CPU s", "MB"))
    for size in (*SIZES, *([MILLION] if million else ())):
        measure(*size)


def measure(people, activities, nodes):
    """Print the rows of one instance; the exact ways must agree on what the order decides."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        pairs = save(path, people, activities, nodes)
        print(f"{people:,} × {activities:,} in {nodes} node(s), {pairs:,} pairs")
        exact = set()
        for way, (command, most) in WAYS.items():
            if most and people > most:
                continue
            run = subprocess.run([sys.executable, *command, str(path)], capture_output=True, text=True, check=False)  # noqa: S603 - our own programs
            if run.returncode:
                print(COLUMNS.format("", way, "-", run.stderr.strip().splitlines()[-1][:60], *"----"))
                continue
            row = json.loads(run.stdout)
            profile = " / ".join(f"{count:,}" for count in row["rank_profile"])
            figures = (f"{row['matched']:,}", profile, f"{row['travel_sum']:,}")
            print(
                COLUMNS.format("", way, *figures, *(f"{each:.3f}" for each in row["seconds"]), row["megabytes"]),
                flush=True,
            )
            if "class_sum" in row:
                exact.add((row["matched"], row["class_sum"], row["rank_sum"], row["travel_sum"]))
        assert len(exact) == 1, "the exact ways disagree"


def save(path, people, activities, nodes):
    """Write the instance and return how many pairs it has."""
    problem = country(people, activities, nodes)
    names = ("person", "activity", "rank", "travel", "seats", "waiting_class", "node_of_person", "node_of_activity")
    np.savez(path, **{name: getattr(problem, name) for name in names})
    return len(problem.person)
