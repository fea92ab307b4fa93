"""Nothing written to the log carries a secret or tells about a person."""

import logging
import re

# What is long and without a break in a path is a secret: the link of an invitation, a draft, a new password.
_SECRET = re.compile(r"(?<=/)[\w:-]{32,}")
# PostgreSQL's errors quote the row and the statement; in the text of an exception, or in its representation (`\\n`).
_QUOTED = re.compile(
    r"(?:\n|\\n)(?:LINE \d+|DETAIL|CONTEXT):.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL
)
_FORMATTER = logging.Formatter()


class WithoutSecrets(logging.Filter):
    """Lets every record through, without secrets in addresses and without what an error of the database quotes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; the record is changed."""
        record.msg, record.args = _clean(record.getMessage()), None
        if record.exc_info:
            record.exc_text = _clean(_FORMATTER.formatException(record.exc_info))
        return True


def _clean(text: str) -> str:
    return _SECRET.sub("…", _QUOTED.sub("", text))
