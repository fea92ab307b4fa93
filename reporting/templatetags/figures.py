"""Small things that tables of figures need in templates."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    """The item at `index`: the heading above a cell."""
    return items[index]


@register.filter
def grouped(value: Any) -> Any:
    """A number with its thousands apart, as one reads it in the language of the page; anything else as it is."""
    return number_format(value, force_grouping=True) if isinstance(value, int) else value
