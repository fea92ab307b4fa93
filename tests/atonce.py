"""The same moment, in tests: each request in a thread, and so a connection, of its own."""

import threading

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
