"""A session of the site's database in the tests' own hands: it holds others up in mid-work, and looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg


@contextmanager
def session(site) -> Iterator[psycopg.Connection]:
    """As the role that serves, seeing every node; what is done in it is taken back as the block ends."""
    with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
        connection.execute("SELECT set_config('vida.node', '*', false), set_config('vida.units', '*', false)")
        yield connection
        connection.rollback()


def rows(site, query: str, *values: Any) -> list[tuple]:
    """What the database says now."""
    with session(site) as connection:
        return connection.execute(query, values).fetchall()


def who_waits_for(connection: psycopg.Connection) -> int:
    """The process of the database that waits for what this session holds, as soon as there is one."""
    query = "SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    return until(lambda: connection.execute(query).fetchone())[0]


def until_gone(site, pid: int) -> None:
    """Until the database has undone what that process had begun."""
    until(lambda: not rows(site, "SELECT 1 FROM pg_stat_activity WHERE pid = %s", pid))


def until(found: Callable[[], Any], seconds: int = 60) -> Any:
    """What is found, as soon as it is true."""
    patience = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < patience, "It did not come."
        time.sleep(0.1)
    return result
