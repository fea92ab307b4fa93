"""Finding a registration by a secret; only hashes are stored, so a stolen database opens no link."""

from __future__ import annotations

import hashlib

from associations.models import ActivityRegistration


def hashed(secret: str) -> str:
    """What is stored of a secret (32 random bytes need no salt)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def with_secret(secret: str) -> ActivityRegistration | None:
    """The registration that whoever holds `secret` may edit, or None."""
    return ActivityRegistration.objects.filter(secret_hash=hashed(secret)).first() if secret else None


def to_confirm(secret: str) -> ActivityRegistration | None:
    """The registration that whoever holds `secret` may confirm, or None; look at `confirm_until` for its time."""
    rows = ActivityRegistration.objects.select_related("activity", "node__programme")
    return rows.filter(confirm_hash=hashed(secret)).first()
