"""A worker in the middle of a round: it has written the proposals, and waits for a row before it can write the rest."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from matching import tasks
from matching.models import RoundActivity
from tests.atonce import apart, until_so_many_wait


@contextmanager
def in_the_way(here, made, activity):
    """Whoever works on the round stops at the activity's row, which another writes and takes back as the block ends."""
    with here.scope, transaction.atomic():
        RoundActivity.objects.create(node=here.node, round=made, activity=activity, seats=1, price=0)
        yield
        transaction.set_rollback(True)


@contextmanager
def half_way(here, made, activity):
    """Inside the block a worker is half-way; when it ends, so does the worker's task."""
    with in_the_way(here, made, activity):
        worker = apart(lambda: tasks.solve_round(here.node.pk, made.pk))
        until_so_many_wait(1)
        yield
    worker.join()


def process(code, *words):
    """Python that does it in a process of its own, with the tests' database; what it prints can be read."""
    database = {**connection.settings_dict}
    database["HOST"] = str(database["HOST"]).replace("/", "%2F")  # a folder, where the server is a socket
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        env={**os.environ, "DATABASE_URL": url},
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def until_alone(seconds=20):
    """Until the database has undone what others left when they died."""
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("Somebody else is still there.")
