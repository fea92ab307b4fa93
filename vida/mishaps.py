"""What has gone wrong, for the log, without its words: a database's name a row, and the row may be a person's."""

from __future__ import annotations

import traceback


def told(error: BaseException) -> str:
    """The kind of the error, and the lines of the code that it came through."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
