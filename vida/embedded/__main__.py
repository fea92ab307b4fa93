"""Runs things with the servers up; the scripts in `script/` call this.

    python -m vida.embedded python …        Python with these arguments
    python -m vida.embedded manage …        manage.py with these arguments
    python -m vida.embedded demo [--fresh] [--no-serve]

`VIDA_INSTANCE` says whose servers and data: demo (unless told), tests or bench.
"""

import argparse
import os
import sys

from vida.embedded import demo, processes
from vida.embedded.environment import environment
from vida.embedded.places import ROOT, Trouble
from vida.embedded.servers import running


def main() -> int:
    """Return the exit code of what was asked for."""
    what, *words = sys.argv[1:] or ["help"]
    processes.stop_on_signals()
    try:
        match what:
            case "python":
                return with_servers(words)
            case "manage":
                return with_servers([str(ROOT / "manage.py"), *words])
            case "demo":
                return demo.demo(**vars(demo_arguments(words)))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(__doc__, file=sys.stderr)
    return 2


def with_servers(words: list[str]) -> int:
    """Run Python with `words` while the servers are up."""
    instance = os.environ.get("VIDA_INSTANCE", "demo")
    with running(instance) as servers:
        return processes.run([sys.executable, *words], environment(instance, servers))


def demo_arguments(words: list[str]) -> argparse.Namespace:
    """Return what the demonstration is asked to do."""
    parser = argparse.ArgumentParser(prog="script/demo", description=demo.__doc__)
    parser.add_argument("--fresh", action="store_true", help="begin anew: forget the data of earlier runs")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="prepare and load only")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
