"""What the pages with many rows in one form share."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Page

NO_PAGES = {"before": "", "after": ""}


def numbers(words: Iterable[str]) -> set[int]:
    """The keys among what was sent; anything else is nobody's."""
    return {int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19}


def asked_for(words: list[str], most: int) -> list[int]:
    """The keys that were sent, each once, in their order, and no more than a page holds."""
    return [key for word in dict.fromkeys(words) for key in numbers([word])][:most]


def pages_of(found: Page, query: str) -> dict[str, str]:
    """The addresses of the page before and the page after; "" where there is none."""
    start = f"?{query}&page=" if query else "?page="
    return {
        "before": f"{start}{found.previous_page_number()}" if found.has_previous() else "",
        "after": f"{start}{found.next_page_number()}" if found.has_next() else "",
    }
