"""Rows made in the database itself, a statement for each table: a client would take minutes for a hundred thousand."""

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from pghistory.models import Event

from nodes.models import Node


def insert(model: type[models.Model], source: str, /, **columns: str) -> None:
    """Insert a row for each row of `source`; `columns` are SQL, every other column gets the model's default."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    made = [columns.get(field.attname) or _default(field) for field in fields]
    unknown = set(columns) - {field.attname for field in fields}
    assert not unknown, unknown
    names = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(made)} FROM {source}'
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%", "%%"), [])


def _default(field: models.Field) -> str:
    if isinstance(field, ArrayField):
        return f"'{{}}'::{field.db_type(connection)}"
    if field.has_default():
        value = field.get_default()
        return f"'{value}'" if isinstance(value, str) else str(value).lower()
    if getattr(field, "auto_now_add", False):
        return "now()"
    return "NULL" if field.null else "''"


def remember(event: type[Event], node: Node) -> None:
    """Write the history of a node's rows in one statement, as the triggers would have written it row by row."""
    model = event.pgh_tracked_model
    shared = {field.attname: f"r.{field.column}" for field in model._meta.local_concrete_fields}
    columns = {field.attname for field in event._meta.local_concrete_fields}
    insert(
        event,
        f'"{model._meta.db_table}" r WHERE r.node_id = {node.pk}',
        **{name: words for name, words in shared.items() if name in columns},
        pgh_created_at="now()",
        pgh_label="'insert'",
        pgh_obj_id="r.id",
    )


def some(salt: int, number: int, of: str = "p.id") -> str:
    """SQL: a number from 0 on, below `number`, that looks like chance."""
    return f"((hashint8(({of}) * 131 + {salt}) & 2147483647) % {number})"


def one_of(values: list[str], index: str) -> str:
    """SQL: the value at an index that counts from 0."""
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"(ARRAY[{quoted}])[1 + {index}]"
