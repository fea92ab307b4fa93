"""Pages of long lists of wide rows."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django_tables2 import RequestConfig, Table
from django_tables2.rows import BoundRows

ROWS = 25  # on a page of a list
MOST_COUNTED = 5_000  # rows: what comes after is found by searching, and to count it takes longer than the page


def neighbours(number: int, *, has_more: bool, query: str = "") -> dict[str, str]:
    """The addresses of the pages `before` and `after` page `number`, for `components/pages.html`; "" where none is."""
    start = f"?{query}&page=" if query else "?page="
    return {
        "before": f"{start}{number - 1}" if number > 1 else "",
        "after": f"{start}{number + 1}" if has_more else "",
    }


def lay_out(
    request: HttpRequest, table: Table, *, rows: int | None = ROWS, paginator_class: type[Paginator] = Paginator
) -> None:
    """Sort a table as the address says and open the page that it names, or the nearest; `rows=None` is all on one page.

    How many rows a page has is ours to say: django-tables2 itself reads that from the address too, and fails at -1.
    """
    RequestConfig(request, paginate=False).configure(table)
    if rows is not None:
        table.paginator = paginator_class(table.rows, rows)
        table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))


class NarrowPaginator(Paginator):
    """Finds a page's rows by their keys, which an index can answer alone, and reads only those rows, in one query.

    For `lay_out`. Without it a search reads every wide row up to the page. It counts no further than `MOST_COUNTED`,
    and has no pages after that.
    """

    @cached_property
    def count(self) -> int:
        """How many rows there are, `MOST_COUNTED` at most."""
        return min(self._seen, MOST_COUNTED)

    @property
    def has_uncounted(self) -> bool:
        """Whether there are more rows than `count` says."""
        return self._seen > MOST_COUNTED

    def page(self, number: int | str) -> Page:
        """The page, in the table's order."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = self._every.select_related(None).prefetch_related(None).values("pk")[first : first + self.per_page]
        return self._get_page(BoundRows(data=self._every.filter(pk__in=keys), table=rows.table), number, self)

    @cached_property
    def _seen(self) -> int:
        rows = self._every.select_related(None).prefetch_related(None).order_by()
        return rows.values(one=Value(1))[: MOST_COUNTED + 1].count()

    @property
    def _every(self) -> QuerySet[Any]:
        rows: Any = self.object_list
        return rows.data.data
