"""The product with demonstration data on this machine: web server, worker and beat on the embedded servers."""

import os
import socket
import sys
import time
from collections.abc import Mapping

from vida.embedded import processes
from vida.embedded.environment import environment
from vida.embedded.places import DATA, ROOT, Trouble
from vida.embedded.servers import forget, running

QUEUES = "default,mail,documents,matching"


def demo(*, fresh: bool, serve: bool) -> int:
    """Prepare the demonstration and serve it until the person stops it; return the exit code."""
    port = int(os.environ.get("PORT", "8000"))
    if serve and is_taken(port):
        raise Trouble(f"Something already answers on port {port}. Choose another: PORT=8001 script/demo")
    if fresh:
        print("Forgetting the data of earlier runs.", flush=True)
        forget("demo")
    with running("demo") as servers:
        names = environment("demo", {**servers, "PORT": str(port)})
        prepare(names)
        return serve_until_stopped(port, names) if serve else 0


def prepare(names: Mapping[str, str]) -> None:
    """Bring the database up to date, load the demonstration data if there are none, collect static files."""
    print("Bringing the database up to date.", flush=True)
    manage(["migrate", "--verbosity=0"], names)
    manage(["load_demo", "--if-empty"], names)
    manage(["collectstatic", "--no-input", "--verbosity=0"], names)


def manage(arguments: list[str], names: Mapping[str, str]) -> None:
    """Run one manage.py command; raise Trouble if it fails."""
    if processes.run([sys.executable, str(ROOT / "manage.py"), *arguments], names):
        raise Trouble(f"manage.py {arguments[0]} failed; see above.")


def serve_until_stopped(port: int, names: Mapping[str, str]) -> int:
    """Start web, worker and beat, say where the product is, and wait."""
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "vida.wsgi"]
    beat = ["--beat", "--schedule", str(DATA / "beat-schedule")]
    worker = [*python, "celery", "--app", "vida", "worker", "--concurrency=2", "--queues", QUEUES, *beat]
    children = processes.serve([web, [*worker, "--loglevel=WARNING"]], names)
    try:
        while not is_taken(port):
            if any(child.poll() is not None for child in children):
                return 1
            time.sleep(0.1)
        print(f"VIDA is on http://127.0.0.1:{port} – Ctrl-C stops it.", flush=True)
        return processes.wait_for_any(children)
    finally:
        print("Stopping.", flush=True)
        processes.stop(children)


def is_taken(port: int) -> bool:
    """Return whether something listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
