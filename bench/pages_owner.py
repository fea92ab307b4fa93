"""What only the owner of the tables may do: count them anew, empty them, and take the wall down for a comparison."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.apps import apps

WALLED = "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace ORDER BY relname"
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
OURS = ("nodes", "associations", "participants", "placements", "matching", "reporting")


@contextmanager
def owner() -> Iterator[psycopg.Connection]:
    """Connect as the role that owns the tables."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        yield connection


def tidy() -> None:
    """Let PostgreSQL see what was filled, as its own housekeeping does in the course of a night."""
    with owner() as connection:
        connection.execute("VACUUM (ANALYZE)")


def empty() -> None:
    """Remove what earlier runs filled; keys begin at one again, so that what is drawn by key is drawn again."""
    tables = ", ".join(f'"{model._meta.db_table}"' for model in apps.get_models() if model._meta.app_label in OURS)
    with owner() as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@contextmanager
def without_foreign_keys() -> Iterator[None]:
    """Let a bulk load be checked once at its end, instead of row by row."""
    with owner() as connection:
        keys = connection.execute(FOREIGN_KEYS).fetchall()
        for table, name, _definition in keys:
            connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        with without_the_wall(), owner() as connection:
            connection.execute("ANALYZE")  # else the check joins tables of which nothing is known
            for table, name, definition in keys:
                connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


@contextmanager
def without_the_wall() -> Iterator[None]:
    """Turn the policies off, and on again whatever happens."""
    with owner() as connection:
        tables = [name for (name,) in connection.execute(WALLED).fetchall()]
        try:
            _set(connection, tables, "DISABLE")
            yield
        finally:
            _set(connection, tables, "ENABLE")


def _set(connection: psycopg.Connection, tables: list[str], what: str) -> None:
    for table in tables:
        connection.execute(f'ALTER TABLE "{table}" {what} ROW LEVEL SECURITY')
