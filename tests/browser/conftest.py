"""A whole site for the journeys: its own database, the real web server, a real worker with beat, a real browser.

The journeys share the site and follow one another, as a day does; `script/test` runs them by themselves. Nothing here
is mocked: mails are files, the clock is moved by starting the site again a number of days ahead.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from pathlib import Path

import environ
import psycopg
import pytest
from celery import Celery

from tests.browser.person import Person
from vida.embedded.processes import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "test_vida_browser"
PEOPLE = "150"  # of the demonstration's 450: every state is there, and the site is ready sooner
PHONE, DESK = 390, 1280  # pixels wide
OWN_GROUP = {"start_new_session": True, "preexec_fn": end_with_parent}  # halted, or killed, with its children
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Marked, so that they can be left out or run alone."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


class Site:
    """The product as it runs in production, but for the addresses."""

    def __init__(self, folder: Path, people: str = PEOPLE):
        self.people = people
        self.mails = folder / "mails"
        self.log = folder / "site.log"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen] = []
        self.looked_at: set[str] = set()  # which kinds of page have been checked
        self.days_ahead = 0
        self.environment = {**os.environ, **self._addresses(folder)}

    def _addresses(self, folder: Path) -> dict[str, str]:
        def named(url: str) -> str:
            return url.rsplit("/", 1)[0] + f"/{DATABASE}"

        return {
            "DATABASE_URL": named(os.environ["DATABASE_URL"]),
            "DATABASE_OWNER_URL": named(os.environ["DATABASE_OWNER_URL"]),
            "REDIS_URL": os.environ["REDIS_URL"].rsplit("/", 1)[0] + "/7",
            "EMAIL_URL": f"filemail:///{self.mails}",
            "VIDA_DEMO": "1",
            "VIDA_BASE_URL": self.url,
            "PORT": str(self.port),
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "media"),
        }

    def prepare(self) -> None:
        """A new database with the demonstration's data."""
        owner = environ.Env().db_url_config(os.environ["DATABASE_OWNER_URL"])
        address = f"postgresql://{owner['USER']}:{owner['PASSWORD']}@{owner['HOST']}:{owner['PORT']}"
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {DATABASE}")
        app = environ.Env().db_url_config(os.environ["DATABASE_URL"])["USER"]
        with psycopg.connect(f"{address}/{DATABASE}", autocommit=True) as connection:
            for what, things in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
                connection.execute(f'ALTER DEFAULT PRIVILEGES GRANT {what} ON {things} TO "{app}"')
        for words in (
            ["migrate", "--verbosity=0"],
            ["load_demo", "--people", self.people],
            ["collectstatic", "--no-input", "--verbosity=0"],
        ):
            self.manage(*words)

    def manage(self, *words: str) -> None:
        """Run a command of manage.py against the site's database."""
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True)

    def start(self, days_ahead: int = 0) -> None:
        """Web, worker and beat; `days_ahead` moves the clock of all three."""
        self.days_ahead = days_ahead
        self.web = self._begin("gunicorn", "--config", "deploy/gunicorn.conf.py", "vida.wsgi")
        self.start_worker()
        self._wait_until_it_answers()

    def start_worker(self) -> None:
        """Worker and beat."""
        words = ["--app", "vida", "worker", "--concurrency=1", "--beat"]
        words += ["--queues=default,mail,documents,matching", "--schedule", str(self.mails.parent / "beat")]
        self.worker = self._begin("celery", *words)

    def kill_worker(self) -> None:
        """Every process of worker and beat at once, as when their machine loses its power."""
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        self.processes.remove(self.worker)

    def _begin(self, *words: str) -> subprocess.Popen:
        environment = self.environment | {"VIDA_CLOCK_DAYS_AHEAD": str(self.days_ahead)}
        with self.log.open("a") as log:
            command = [sys.executable, "-m", *words]
            made = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, **OWN_GROUP)
        self.processes.append(made)
        return made

    def _wait_until_it_answers(self) -> None:
        for _attempt in range(300):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return
            time.sleep(0.2)
        pytest.fail(f"the site did not come up:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """End every process that was started."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=60)
        self.processes.clear()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """The web server takes every call and answers none of them until afterwards."""
        os.killpg(self.web.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.web.pid, signal.SIGCONT)

    def move_clock(self, days_ahead: int) -> None:
        """The whole site, that many days after today."""
        if days_ahead != self.days_ahead:
            self.stop()
            self.start(days_ahead)

    def runs(self, *tasks: str) -> None:
        """Put tasks on the queue, as beat does at their minute, and leave them to the worker."""
        with Celery(broker=self.environment["REDIS_URL"], set_as_current=False) as queue:
            for task in tasks:
                queue.send_task(task, queue="default")

    def link_mailed_to(self, address: str, about: str = "", saying: str = "") -> str:
        """The link in the newest mail to the address (about that, saying that), waiting for the worker to send it."""
        return re.findall(r"https?://\S+", self._mailed_to(address, about, saying))[0].rstrip(".")

    def code_mailed_to(self, address: str) -> str:
        """The log-in code in the newest mail to the address."""
        return re.findall(r"^\s*([A-Z0-9-]{6,9})\s*$", self._mailed_to(address, "", ""), re.MULTILINE)[0]

    def _mailed_to(self, address: str, about: str, saying: str) -> str:
        for _attempt in range(300):
            for message in self._newest_first():
                text = message.get_body().get_content()
                if address in str(message["to"]) and about in str(message["subject"]) and saying in text:
                    return text
            time.sleep(0.2)
        return pytest.fail(f"no such mail came to {address}; the site's log ends:\n{self.log.read_text()[-2000:]}")

    def _newest_first(self):
        files = sorted(self.mails.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files:
            for part in reversed(path.read_bytes().split(b"-" * 79)):
                if part.strip():
                    yield message_from_bytes(part.lstrip(), policy=policy.default)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site with its demonstration data, up until the journeys are over."""
    made = Site(tmp_path_factory.mktemp("site"))
    made.prepare()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """The browser that the machine has (see `script/setup`)."""
    return {"executable_path": os.environ.get("CHROME", "/usr/bin/chromium"), "args": CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args():
    """A Swedish visitor."""
    return {"locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture
def person(site, new_context):
    """`person()` is somebody new at a browser of their own, at a desk; `width=PHONE` has a phone in the hand,
    `javascript=False` has turned scripts off. It is today, whatever day the journey before ended on."""
    site.move_clock(0)

    def arrive(*, javascript: bool = True, width: int = DESK) -> Person:
        page = new_context(java_script_enabled=javascript).new_page()
        return Person(page, site, width=width, javascript=javascript)

    return arrive
