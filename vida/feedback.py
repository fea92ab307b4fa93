"""What to tell after something was done: when it was saved, and how to undo it. Shown by `shell/messages.html`."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import time_format

from vida import clock


def saved(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Say that `text` is done, with the time; `undo_url` (POST) offers to undo it."""
    at = time_format(clock.local(clock.now()), "H.i")
    messages.success(request, text, extra_tags=f"at={at} undo={undo_url}".removesuffix(" undo="))


def parts(extra_tags: str) -> dict[str, str]:
    """The time (`at`) and address (`undo`) that `saved` put into a message's extra tags."""
    found = dict(part.split("=", 1) for part in (extra_tags or "").split() if "=" in part)
    return {"at": found.get("at", ""), "undo": found.get("undo", "")}
