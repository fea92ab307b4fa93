"""What the pages with many rows in one form share."""

from __future__ import annotations

from collections.abc import Iterable


def numbers(words: Iterable[str]) -> set[int]:
    """The keys among what was sent; anything else is nobody's."""
    return {int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19}


def asked_for(words: list[str], most: int) -> list[int]:
    """The keys that were sent, each once, in their order, and no more than a page holds."""
    return [key for word in dict.fromkeys(words) for key in numbers([word])][:most]
