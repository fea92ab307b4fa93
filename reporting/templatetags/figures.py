"""Small things that tables of figures need in templates."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template

from vida.calendar import long_date

register = template.Library()


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    """The item at `index`: the heading above a cell."""
    return items[index]


@register.filter
def in_words(day: date) -> str:
    """The day in full: "söndag 22 november 2026"."""
    return long_date(day)
