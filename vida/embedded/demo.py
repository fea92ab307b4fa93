"""The product with demonstration data on this machine: web server, worker and beat on the embedded servers."""

import hashlib
import os
import socket
import sys
import time
from collections.abc import Mapping

from vida.embedded import processes
from vida.embedded.environment import environment
from vida.embedded.places import DATA, ROOT, Trouble, own_notes
from vida.embedded.servers import forget, running

STATIC_ROOT = ROOT / "staticfiles"
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
        names = environment("demo", {**servers, "PORT": str(port), "VIDA_BASE_URL": f"http://127.0.0.1:{port}"})
        prepare(names)
        return serve_until_stopped(port, names) if serve else 0


def prepare(names: Mapping[str, str]) -> None:
    """Migrate, load the demonstration data if there are none, collect static files; nothing if nothing has changed."""
    stamp, made_from = own_notes("demo") / "prepared", ingredients()
    own_database = "DATABASE_URL" not in os.environ  # of another database we do not know what became of it
    if own_database and stamp.exists() and stamp.read_text() == made_from and STATIC_ROOT.exists():
        return
    print("Bringing the database up to date.", flush=True)
    manage(["migrate", "--verbosity=0"], names)
    print("Loading demonstration data, if there are none.", flush=True)
    manage(["load_demo", "--if-empty"], names)
    print("Collecting styles and scripts.", flush=True)
    manage(["collectstatic", "--no-input", "--verbosity=0"], names)
    stamp.write_text(made_from)


def ingredients() -> str:
    """Return a hash of all that the prepared state is made from: packages, migrations, styles and scripts."""
    files = [ROOT / "requirements.lock", *ROOT.glob("*/migrations/*.py"), *(ROOT / "static").rglob("*.*")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()


def manage(arguments: list[str], names: Mapping[str, str]) -> None:
    """Run one manage.py command; raise Trouble if it fails."""
    if processes.run([sys.executable, str(ROOT / "manage.py"), *arguments], names):
        raise Trouble(f"manage.py {arguments[0]} failed; see above.")


def serve_until_stopped(port: int, names: Mapping[str, str]) -> int:
    """Start web and worker, then beat, say where the product is, and wait."""
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m"]
    celery = [*python, "celery", "--quiet", "--app", "vida"]
    web = [*python, "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "vida.wsgi"]
    worker = [*celery, "worker", "--concurrency=2", "--queues", QUEUES]
    beat = [*celery, "beat", "--schedule", str(DATA / "beat"), "--pidfile="]
    children = processes.serve([web, worker], names)
    try:
        while not is_taken(port):
            if any(child.poll() is not None for child in children):
                raise Trouble("The web server or the worker did not start; see above.")
            time.sleep(0.1)
        print(f"VIDA is on http://127.0.0.1:{port} – Ctrl-C stops it.", flush=True)
        children += processes.serve([beat], names)
        return processes.wait_for_any(children)
    finally:
        print("Stopping.", flush=True)
        processes.stop(children)


def is_taken(port: int) -> bool:
    """Return whether something listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
