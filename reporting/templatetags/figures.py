"""Small things that tables of figures need in templates."""

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    """The item at `index`: the heading above a cell."""
    return items[index]
