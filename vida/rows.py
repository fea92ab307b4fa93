"""The rows of a list as HTML.

A list has hundreds of cells. django-tables2 asks anew for each of them which arguments its column's function takes,
whether its field has choices and how its link is made: that was a third of a page's time. Here each column is asked
once, and what it answers holds for all its cells. So a column's attributes may not depend on the row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import A, Column, Table
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

NOTHING = ("–", "—")  # ours, and the library's


def rows_of(table: Table) -> SafeString:
    """The page's rows: the first cell heads its row, the others carry their column's name for the phone's cards."""
    rows = list(table.paginated_rows)
    if not rows:
        return SafeString("")
    columns = [_Column(column, rows[0].record) for column in table.columns]
    head, others = columns[0], [(column, _cell_begins(column.bound)) for column in columns[1:]]
    return format_html_join(
        "",
        '<tr role="row"><th scope="row" role="rowheader">{}</th>{}</tr>\n',
        ((head.cell(row), _cells(row, others)) for row in rows),
    )


def _cells(row: BoundRow, columns: list[tuple[_Column, SafeString]]) -> SafeString:
    cells = (_cell(begins, conditional_escape(column.cell(row))) for column, begins in columns)
    return mark_safe("".join(cells))  # noqa: S308 - both halves are escaped


def _cell(begins: SafeString, content: str) -> str:
    """The whole cell; one with nothing to say is marked, for the phone's cards leave it out."""
    mark = " data-none" if content.strip() in NOTHING else ""
    return f"{begins}{mark}>{content}</td>"


def _cell_begins(column: BoundColumn) -> SafeString:
    css = column.attrs["td"].get("class", "")
    more = format_html(' class="{}"', css) if css else ""
    return format_html('<td role="cell" data-label="{}"{}', column.header, more)


class _Column:
    """What holds for every cell of one column; `record` is any of its rows."""

    def __init__(self, bound: BoundColumn, record: Any) -> None:
        self.bound = bound
        self.default = bound.default
        self.empty = bound.column.empty_values
        self.accessor = A(bound.accessor)
        self.owner = A("__".join(self.accessor.bits[:-1]))
        self.display = _display(self.accessor, record)
        self.render, takes = _asked(bound.render)
        self.plain = not bound.link and getattr(bound.render, "__func__", None) is Column.render
        self.needs_value = bool(self.empty) or "value" in takes
        self.link = _link(bound)

    def cell(self, row: BoundRow) -> Any:
        """What stands in the row's cell, as `BoundRow.get_cell` gives it, with figures and days in local form."""
        value = self._value(row.record) if self.needs_value else None
        if self.needs_value and value in self.empty:
            return self.default
        if self.plain:
            return localize(value)
        known = {
            "value": value,
            "record": row.record,
            "column": self.bound.column,
            "bound_column": self.bound,
            "bound_row": row,
            "table": row.table,
        }
        content = localize(self.render(known))
        return self.link(content, known) if self.link else content

    def _value(self, record: Any) -> Any:
        try:
            if self.display:
                owner = self.owner.resolve(record)
                return getattr(owner, self.display)() if owner is not None else None
            return self.accessor.resolve(record)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None  # as the library has it: the column's default stands for what the row does not have


def _display(accessor: A, record: Any) -> str:
    """The name of `get_FOO_display` where the accessor ends in a field with choices; "" else."""
    field, last = accessor.get_field(record), accessor.bits[-1]
    return f"get_{last}_display" if getattr(field, "choices", None) and field.name == last else ""


def _asked(function: Callable[..., Any]) -> tuple[Callable[[dict[str, Any]], Any], tuple[str, ...]]:
    """`function` called with those of the known arguments that it takes, and their names."""
    takes, takes_all = signature(function)
    if takes_all:
        return lambda known: function(**known), ("value",)
    return lambda known: function(**{name: known[name] for name in takes}), takes


def _link(bound: BoundColumn) -> Callable[[Any, dict[str, Any]], Any] | None:
    """How the column's content becomes a link, if it does."""
    link = bound.link
    if not link:
        return None
    if link.attrs or not callable(link.url):  # `linkify=True` and other rare ways
        return lambda content, known: link(content, **known)
    address, _takes = _asked(link.url)

    def linked(content: Any, known: dict[str, Any]) -> Any:
        url = address(known)
        return content if url is None else format_html('<a href="{}">{}</a>', url, content)

    return linked
