"""Solve one problem from a file: `python -m matching.engine FILE.npz [--order NAME]`."""

import argparse
import json
import os
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path

from .certificate import CertificateError
from .figures import figures
from .flow import SolverError
from .orders import ORDERS
from .problem import ProblemError
from .reading import read
from .solving import solve

WHAT_IS_READ = """\
arrays in FILE.npz:
  person, activity    the feasible pairs, as row numbers from 0
  rank                per pair, 0 is the first choice, up to 9
  travel              per pair, a whole number of 0 or more
  seats               per activity
  waiting_class       per person, 0 or more
  person_id, activity_id             optional: what ties are drawn from, else the row numbers
  node_of_person, node_of_activity   optional, both or neither: they split the work and forbid nothing,
                      a pair across two nodes is as good as any other

orders:
  default             most sum of (1 + waiting_class) over those who get a place, least sum of rank
  greedy              most people, most first choices, most second choices, and so on
  generous            most people, fewest of the worst rank, fewest of the next worst, and so on
  rank-sum            most people, least sum of (rank + 1)
  each ends with      least sum of travel, then a tie drawn from the ids

one JSON object is printed; all sums are over those who get a place:
  matched             how many get a place
  class_sum           sum of (1 + waiting_class)
  rank_sum            sum of rank, the first choice being 0 (in every order)
  rank_profile        how many get each rank, from 0 to the highest rank in the file
  travel_sum          sum of travel
  certificate         "optimal": feasible, and primal equals dual in every pass
  seconds             time to solve and certify, without reading the file
"""


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of the best assignment; return 0, or 2 after one sentence about what is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m matching.engine",
        description="Solve a matching problem exactly.",
        epilog=WHAT_IS_READ,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE.npz")
    parser.add_argument("--order", choices=tuple(ORDERS), default="default")
    options = parser.parse_args(arguments)
    try:
        problem = read(options.file)
        start = time.perf_counter()
        assignment = solve(
            problem, order=options.order, workers=len(os.sched_getaffinity(0))
        )  # raises unless certified
        certificate = "optimal"  # or solve would have raised
        seconds = time.perf_counter() - start
    except (ProblemError, SolverError, CertificateError) as error:
        return _refused(str(error))
    except (MemoryError, BrokenProcessPool):  # the system ends a worker that asks for too much
        return _refused("The problem needs more memory than this machine can give.")
    reached = asdict(figures(problem, assignment))
    del reached["kept"]  # a file holds no earlier proposals
    sys.stdout.write(json.dumps(reached | {"certificate": certificate, "seconds": round(seconds, 4)}) + "\n")
    return 0


def _refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
