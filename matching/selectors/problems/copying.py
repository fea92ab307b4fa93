"""Rows of a query as arrays: one binary COPY, read by NumPy without a step for each row."""

from typing import Any, Final

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]

DAY: Final = "M8[D]"
FIRST_DAY: Final = np.datetime64("2000-01-01")  # from which PostgreSQL counts
KINDS: Final = {  # PostgreSQL's function that makes octets of a value, and what they are to NumPy
    "i2": ("int2send", ">i2"),
    "i4": ("int4send", ">i4"),
    "i8": ("int8send", ">i8"),
    "?": ("boolsend", "?"),
    DAY: ("date_send", ">i4"),
}
# All rows in one field of one row: as many rows would each be a step of the client, which takes longer than reading.
COPY: Final = """COPY (SELECT count(*), coalesce(string_agg({octets}, ''), '') FROM ({query}) AS t ({names}))
TO STDOUT (FORMAT BINARY)"""
BEFORE: Final = np.dtype([("signature, flags, fields", "S21"), ("", ">i4"), ("rows", ">i8"), ("length", ">i4")])


def columns_of(rows: QuerySet[Any], **kinds: str) -> Columns:
    """One array per column, named by its kind: "i2", "i4", "i8", "?" or DAY. No column may be null.

    Row-level security holds as for any query. Raises TypeError where a column is null.
    """
    layout = np.dtype([(name, KINDS[kind][1]) for name, kind in kinds.items()])
    count, octets = _copied(rows.order_by().values_list(*kinds), kinds)
    if len(octets) != count * layout.itemsize:
        raise TypeError(f"One of the columns {', '.join(kinds)} is null.")
    table = np.frombuffer(octets, layout)
    return {name: _native(table[name], kind) for name, kind in kinds.items()}


def these(keys: NDArray[np.int64]) -> RawSQL:
    """What has been read already, to look among (`form__in=`): neither worked out anew for each table, nor by then more
    than was read.
    """
    written = ",".join(map(str, keys.tolist()))  # in half the time that the client takes for a list
    return RawSQL("SELECT unnest(string_to_array(%s, ',')::bigint[])", [written])


def _copied(rows: QuerySet[Any], kinds: dict[str, str]) -> tuple[int, bytes]:
    try:
        query = connection.ops.compose_sql(*rows.query.sql_with_params())  # type: ignore[attr-defined]  # PostgreSQL's
    except EmptyResultSet:  # Django knows without asking
        return 0, b""
    octets = " || ".join(f'{KINDS[kind][0]}("{name}")' for name, kind in kinds.items())
    names = ", ".join(f'"{name}"' for name in kinds)
    with connection.cursor() as cursor, cursor.copy(COPY.format(octets=octets, query=query, names=names)) as copy:
        answer = b"".join(copy)
    before = np.frombuffer(answer, BEFORE, 1)[0]
    return int(before["rows"]), answer[BEFORE.itemsize : BEFORE.itemsize + int(before["length"])]


def _native(column: NDArray[Any], kind: str) -> NDArray[Any]:
    return FIRST_DAY + column.astype("m8[D]") if kind == DAY else column.astype(kind)
