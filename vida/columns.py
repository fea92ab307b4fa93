"""Columns of the lists that look the same everywhere: names, states, deadlines and numbers."""

from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from vida.calendar import shown_due
from vida.clock import local
from vida.templatetags.look import deadline_badge, name, state_badge

PLAIN = "Y-m-d"  # read by nobody's language, so Python writes it


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
        """The day as it is shown, for a sheet."""
        return shown_due(value)


class PieceColumn(tables.Column):
    """A cell that needs a template: it gets `record`, `table`, `slug` (the node's word in addresses) and the token that
    forms carry. The library's own template column runs every context processor for every cell.
    """

    def __init__(self, template_name: str, **kwargs: Any) -> None:
        super().__init__(empty_values=(), orderable=False, **kwargs)
        self.template_name = template_name

    def render(self, record: Any, table: Any) -> SafeString:
        """The template with the row."""
        context = {"record": record, "table": table, "slug": table.request.access.node.slug}
        return render_to_string(self.template_name, context | {"csrf_token": get_token(table.request)})


class DayColumn(tables.Column):
    """A day or a moment at Swedish wall time, in Django's letters for dates, which may differ between languages.

    The library's own column compiles a template for each cell, which was a tenth of a list's time.
    """

    def __init__(self, *args: Any, format: str = PLAIN, **kwargs: Any) -> None:  # noqa: A002 - as the library's is called
        super().__init__(*args, **kwargs)
        self.format = format

    def render(self, value: date | datetime) -> str:
        """The day in words or figures."""
        day = local(value) if isinstance(value, datetime) else value
        return f"{day:%Y-%m-%d}" if self.format == PLAIN else date_format(day, str(self.format), use_l10n=False)


class NumberColumn(tables.Column):
    """A figure, aligned so that digits stand under each other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "number"}, "th": {"class": "number"}})
        super().__init__(*args, **kwargs)
