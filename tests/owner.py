"""The other role of the database: the one that owns and migrates."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.db import connection
from django.test import override_settings


@contextmanager
def as_owner() -> Iterator[str]:
    """Be the owner for a while, and give the name of the role that serves.

    Only what is committed is seen across, so the test is a transactional one.
    """
    app = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    owner = environ.Env().db("DATABASE_OWNER_URL")
    try:
        connection.close()
        connection.settings_dict.update({name: owner[name] for name in app})
        with override_settings(DATABASE_ROLE="owner"):
            yield app["USER"]
    finally:
        connection.close()
        connection.settings_dict.update(app)


def let_empty(app: str) -> None:
    """As the owner: let the role that serves empty tables, which is how a transactional test ends."""
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{app}"')
