"""Pages of long lists of wide rows."""

from typing import Any

from django.core.paginator import Page, Paginator
from django_tables2.rows import BoundRows


def neighbours(number: int, *, has_more: bool, query: str = "") -> dict[str, str]:
    """The addresses of the pages `before` and `after` page `number`, for `components/pages.html`; "" where none is."""
    start = f"?{query}&page=" if query else "?page="
    return {
        "before": f"{start}{number - 1}" if number > 1 else "",
        "after": f"{start}{number + 1}" if has_more else "",
    }


class NarrowPaginator(Paginator):
    """Finds a page's rows by their keys, which an index can answer alone, and reads only those rows, in one query.

    For django-tables2: `RequestConfig(request, paginate={"paginator_class": NarrowPaginator})`. Without it a search
    reads every wide row up to the page.
    """

    def page(self, number: int | str) -> Page:
        """The page, in the table's order."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: Any = self.object_list
        every = rows.data.data
        keys = every.select_related(None).prefetch_related(None).values("pk")[first : first + self.per_page]
        return self._get_page(BoundRows(data=every.filter(pk__in=keys), table=rows.table), number, self)
