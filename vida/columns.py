"""Columns of the lists that look the same everywhere: names, states, deadlines and numbers."""

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString

from vida.templatetags.look import deadline_badge, name, state_badge


class NameColumn(tables.Column):
    """A person's or an association's name; `linkify` makes it the way into the row."""

    def render(self, value: Any) -> SafeString:
        """The name, kept whole whichever way its script runs."""
        return name(value)

    def value(self, value: Any) -> Any:
        """The name alone, for a sheet."""
        return str(value)


class StateColumn(tables.Column):
    """A field with choices, as its badge."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """The badge with the model's own word for the state (`value` is that word already)."""
        return state_badge(bound_column.accessor.resolve(record), value)

    def value(self, value: Any) -> Any:
        """The word alone, for a sheet."""
        return str(value)


class DeadlineColumn(tables.Column):
    """A last day, as "3 dagar kvar"."""

    def render(self, value: Any) -> SafeString:
        """The badge in words, icon and tone."""
        return deadline_badge(value)

    def value(self, value: Any) -> Any:
        """The day itself, for a sheet."""
        return value


class NumberColumn(tables.Column):
    """A figure, aligned so that digits stand under each other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "number"}, "th": {"class": "number"}})
        super().__init__(*args, **kwargs)
