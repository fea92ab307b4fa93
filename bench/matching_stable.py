"""The package `matching` from the package index on an instance; run by `bench.matching_engine`.

It has the same name as our own app, so it lives in a folder of its own and runs in an isolated interpreter. Its
answer is stable, not best: activities prefer whoever has waited longest, which no activity of ours does.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / ".data" / "bench" / "matching"


def install():
    """Fetch the package once, apart from everything else."""
    if not FOLDER.exists():
        pip = ["-m", "uv", "pip", "install", "--quiet", "--no-deps", "--target", str(FOLDER), "matching==1.4.3"]
        subprocess.run([sys.executable, *pip], check=True)  # noqa: S603 - a fixed program
    sys.path.insert(0, str(FOLDER))


def stable(arrays):
    """Pairs by row, as the hospitals' and residents' problem has them."""
    from matching.games import HospitalResident  # noqa: PLC0415 - there only after it is installed

    person, activity, rank, travel = (arrays[name] for name in ("person", "activity", "rank", "travel"))
    waited, seats = arrays["waiting_class"], arrays["seats"].tolist()
    open_pairs = np.flatnonzero(arrays["seats"][activity] > 0)
    by_wish = open_pairs[np.lexsort((travel[open_pairs], rank[open_pairs], person[open_pairs]))]
    by_wait = open_pairs[np.lexsort((person[open_pairs], -waited[person[open_pairs]].astype(int)))]
    wishes, queues = {}, {}
    for row in by_wish.tolist():
        wishes.setdefault(int(person[row]), []).append(int(activity[row]))
    for row in by_wait.tolist():
        queues.setdefault(int(activity[row]), []).append(int(person[row]))
    start = np.array([time.perf_counter(), time.process_time()])
    game = HospitalResident.create_from_dictionaries(wishes, queues, {each: seats[each] for each in queues})
    solution = game.solve()
    seconds = np.array([time.perf_counter(), time.process_time()]) - start
    placed = {(person.name, hospital.name) for hospital, people in solution.items() for person in people}
    return [row for row in open_pairs.tolist() if (int(person[row]), int(activity[row])) in placed], seconds


if __name__ == "__main__":
    install()
    sys.setrecursionlimit(1_000_000)
    instance = dict(np.load(sys.argv[1], allow_pickle=False))
    pairs, taken = stable(instance)
    profile = np.bincount(instance["rank"][pairs], minlength=3).tolist()
    travelled = int(instance["travel"][pairs].sum(dtype=int))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        json.dumps(
            {
                "matched": len(pairs),
                "rank_profile": profile,
                "travel_sum": travelled,
                "seconds": list(taken),
                "megabytes": megabytes,
            }
        )
    )
