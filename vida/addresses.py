"""The addresses of a list's rows."""

from collections.abc import Callable

from django.urls import reverse


def addresses(url_name: str, *args: str) -> Callable[[int], str]:
    """From a row's key to its address, which Django looks up once for all rows; the key is its last argument."""
    before, after = reverse(url_name, args=[*args, 0]).rsplit("0", 1)
    return lambda pk: f"{before}{pk}{after}"
