"""Both servers for as long as somebody needs them: shared between commands, stopped by the last one to leave."""

import base64
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from vida.embedded.places import Trouble, own_notes, server_home
from vida.embedded.postgres import Postgres
from vida.embedded.valkey import Valkey

Server = Postgres | Valkey


@contextmanager
def running(instance: str) -> Iterator[dict[str, str]]:
    """Keep the servers of `instance` up and give the environment names that lead to them.

    A server that the environment already names is used instead. Holds a shared lock on `users` meanwhile: whoever gets
    it alone at the end is the last one, and stops what runs. The system drops the lock of a process that dies.
    """
    with (own_notes(instance) / "users").open("w") as users:
        with one_at_a_time(instance):
            postgres, valkey = needed(instance)
            servers: list[Server] = [server for server in (postgres, valkey) if server]
            for server in servers:
                server.start()
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield addresses(postgres, valkey)
        finally:
            with one_at_a_time(instance):
                if is_last(users):
                    for server in servers:
                        server.stop()


def needed(instance: str) -> tuple[Postgres | None, Valkey | None]:
    """Return the servers that the environment does not already name."""
    passwords = remembered(own_notes(instance) / "passwords", ["postgres", "vida_owner", "vida_app"])
    postgres = None if os.environ.get("DATABASE_URL") else Postgres(instance, passwords)
    valkey = None if os.environ.get("REDIS_URL") else Valkey(instance)
    return postgres, valkey


def addresses(postgres: Postgres | None, valkey: Valkey | None) -> dict[str, str]:
    """Return the environment names of the servers that run here."""
    names: dict[str, str] = {}
    if postgres:
        names |= {"DATABASE_URL": postgres.url("vida_app"), "DATABASE_OWNER_URL": postgres.url("vida_owner")}
    if valkey:
        names["REDIS_URL"] = valkey.url
    return names


def forget(instance: str) -> None:
    """Remove the data of `instance`; raise Trouble while somebody uses it."""
    with (own_notes(instance) / "users").open("w") as users, one_at_a_time(instance):
        if not is_last(users):
            raise Trouble("Another command is still using these data. Stop it first (Ctrl-C where it runs).")
        for server in needed(instance):
            if server and server.is_running():  # left by a command that was killed
                server.stop()
        shutil.rmtree(server_home(instance))
        for note in ("passwords", "prepared"):
            (own_notes(instance) / note).unlink(missing_ok=True)


def remembered(file: Path, names: list[str]) -> dict[str, str]:
    """Return a secret for each name (32 bytes, as Fernet wants them), made up once and kept for us alone."""
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if missing := [name for name in names if name not in known]:
        known |= {name: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for name in missing}
        new = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump(known, stream)
        new.rename(file)
    return known


@contextmanager
def one_at_a_time(instance: str) -> Iterator[None]:
    """Let no two commands start or stop servers at once."""
    with (own_notes(instance) / "starting").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def is_last(users: IO[str]) -> bool:
    """Return whether nobody else uses the servers."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
