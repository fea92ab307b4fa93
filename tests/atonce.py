"""The same moment, in tests: each request in a thread, and so a connection, of its own."""

import threading
import time

from django.db import connection
from django.test import Client


def at_once(posts):
    """Send each POST (user or None, address, and perhaps what is sent) at the same moment; returns their answers."""
    ready, answers = threading.Barrier(len(posts)), []

    def post(user, url, sent=None):
        client = Client()
        if user:
            client.force_login(user)
        ready.wait()
        try:
            answers.append(client.post(url, sent))
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=args) for args in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def begun(user, url, sent=None):
    """The POST in a thread, and so a connection, of its own, and where its answer will be."""
    answers = []

    def post():
        client = Client()
        client.force_login(user)
        answers.append(client.post(url, sent))

    return apart(post), answers


def apart(work):
    """The work in a thread, and so a connection, of its own."""

    def do():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    return thread


def until_so_many_wait(number, seconds=20):
    """Until so many connections wait for a row that another has locked."""
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= number:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits.")
