"""Going back after a POST: to a page, or to the rows of the board that one came from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
NOT_OF_THE_BOARD = ("aktivitet", "t")  # what the address of an action says beside the board it came from


def board_query(request: HttpRequest) -> str:
    """The part of the address that says which rows of the board one came from: filters, order and page."""
    kept: QueryDict = request.GET.copy()
    for name in NOT_OF_THE_BOARD:
        kept.pop(name, None)
    return kept.urlencode()


def with_query(url: str, query: str) -> str:
    """The address with the board's query after it."""
    return f"{url}?{query}" if query else url


def to_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the rows of the board that one came from, after a POST."""
    return see_other(with_query(reverse("matching:round", args=[request.access.node.slug, pk]), board_query(request)))


def see_other(url: str) -> HttpResponse:
    """A redirect after a POST."""
    response = redirect(url)
    response.status_code = SEE_OTHER
    return response
