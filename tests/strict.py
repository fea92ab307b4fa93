"""What the tests refuse, whichever page or list they look at."""

import random
import re

from django.db.models import QuerySet
from django.template import engines
from django.test import Client

INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|\btype=\"application/json\"))[^>]*>|<style\b|<[^>]+\s(?:style|on[a-z]+)\s*=|javascript:",
    re.IGNORECASE,
)  # what the Content-Security-Policy would stop in a browser and a test client would not notice; JSON is no script


class UndefinedVariable(str):
    """Stands where a template names what the context does not have: printing it fails."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, variable: object) -> str:
        msg = f"the template prints {variable}, which is not in its context"
        raise AssertionError(msg)


def templates_name_only_what_is_there(monkeypatch) -> None:
    """Undefined variables fail."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UndefinedVariable("undefined"))


def lists_without_an_order_have_none(monkeypatch) -> None:
    """A queryset that says no order comes in another one each time, as PostgreSQL may give it."""
    fetch_all = QuerySet._fetch_all

    def shuffled(self):
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and not self.ordered:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


def pages_have_nothing_inline(monkeypatch) -> None:
    """Scripts, styles and handlers inside a page fail."""
    request = Client.request

    def checked(self, **environ):
        response = request(self, **environ)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            found = INLINE.search(response.content.decode())
            assert not found, f"{environ.get('PATH_INFO')} has {found[0]!r} inline"
        return response

    monkeypatch.setattr(Client, "request", checked)
