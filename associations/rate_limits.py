"""How often the public form may be used: wide for people, narrow for robots (library `limits`, counted in Valkey).

An address on the net is personal data: only a keyed hash of it is counted under, and it is written nowhere else.
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

# What is done: how often from one address, and in one node. A school or a library is many people behind one address.
LIMITS: dict[str, tuple[RateLimitItem, RateLimitItem]] = {
    "save": (parse("120/minute"), parse("1200/minute")),
    "new": (parse("60/hour"), parse("600/hour")),
    "send": (parse("60/hour"), parse("600/hour")),
    "open": (parse("120/minute"), parse("1200/minute")),
}


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL))


def allowed(request: HttpRequest, what: str) -> bool:
    """Count one use; False when the address or the node has used up its share for now."""
    by_address, by_node = LIMITS[what]
    node = str(request.access.node.pk)  # type: ignore[attr-defined]
    visitor = salted_hmac("rate-limit", _address(request)).hexdigest()
    limiter = _limiter()
    return limiter.hit(by_address, "vida", what, "address", visitor) and limiter.hit(
        by_node, "vida", what, "node", node
    )


def _address(request: HttpRequest) -> str:
    """The visitor's address: the last one that our own proxy wrote down, or the other end of the line."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
