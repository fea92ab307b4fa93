"""Text that the database never sees in clear, and the index by which it can still be found.

Only for identity numbers. `settings.FIELD_KEYS` are Fernet keys, the newest first: new values are encrypted with the
first, older ones still open. `settings.BLIND_INDEX_KEY` stands apart, so that rotating those leaves look-ups alone.
"""

import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _fernet(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class _Opened(str):
    """A decrypted value that remembers its token, so that saving it unchanged writes the same bytes again.

    Without this every save of the row would look like a change of the number in the history.
    """

    __slots__ = ("token",)
    token: str


def rotated(token: str) -> str:
    """The same secret encrypted anew with the newest key; InvalidToken (cryptography) when no key opens it."""
    return _fernet(*settings.FIELD_KEYS).rotate(token).decode()


def blind_index(value: str, purpose: str) -> str:
    """64 hexadecimal digits by which an encrypted `value` is found: HMAC-SHA256, other for every `purpose`.

    "" for an empty value. Give the canonical form ("199002289800"), or the same number has two indexes.
    """
    if not value:
        return ""
    message = f"{purpose}\0{value}".encode()
    return hmac.new(settings.BLIND_INDEX_KEY.encode(), message, "sha256").hexdigest()


class EncryptedTextField(models.TextField):
    """Text encrypted with Fernet (AES-128-CBC and HMAC) on its way to the database. None and "" are stored as NULL.

    It cannot be searched, sorted or joined on: only `isnull` is a look-up. Find values by a `blind_index` beside it.
    """

    def get_prep_value(self, value: Any) -> str | None:
        """The token to store."""
        if not value:
            return None
        if isinstance(value, _Opened):
            return value.token
        return _fernet(*settings.FIELD_KEYS).encrypt(str(value).encode()).decode()

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """The clear text; InvalidToken (cryptography) when none of the keys opens it."""
        if value is None:
            return None
        opened = _Opened(_fernet(*settings.FIELD_KEYS).decrypt(value).decode())
        opened.token = value
        return opened

    def get_lookup(self, lookup_name: str) -> Any:
        """`isnull` and nothing else: equal texts have different tokens."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        """No transform reads a token."""
        return
