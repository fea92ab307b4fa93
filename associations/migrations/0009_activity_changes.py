"""Remember which transaction has last changed each activity, by triggers, and put the wall round it."""

import django.db.models.deletion
from django.db import migrations, models

from nodes.wall import BuildWall

# One for each statement, not for each row: a round writes thousands of rows at once.
MARK = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO associations_activitychange AS kept (node_id, activity_id, changed_in)
    SELECT node_id, activity_id, pg_current_xact_id()::text::bigint FROM ({changed}) AS changed ORDER BY activity_id
    ON CONFLICT (node_id, activity_id) DO UPDATE SET changed_in = excluded.changed_in
    WHERE kept.changed_in <> excluded.changed_in;
    RETURN NULL;
END
$$;
CREATE TRIGGER mark_changed_{event} AFTER {event} ON {table} REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
UNMARK = "DROP TRIGGER mark_changed_{event} ON {table}; DROP FUNCTION {name}();"
KEYS = {"associations_activity": "id", "associations_activityinterest": "activity_id"}
ROWS = {"insert": {"after": "NEW"}, "update": {"before": "OLD", "after": "NEW"}, "delete": {"before": "OLD"}}


def triggers(table: str, event: str) -> migrations.RunSQL:
    names = {
        "name": f"{table}_mark_{event}",
        "event": event,
        "table": table,
        "tables": " ".join(f"{kind} TABLE AS {rows}" for rows, kind in ROWS[event].items()),
        "changed": " UNION ".join(
            f"SELECT DISTINCT node_id, {KEYS[table]} AS activity_id FROM {rows}"  # noqa: S608 - our own names
            for rows in ROWS[event]
        ),
    }
    return migrations.RunSQL(MARK.format(**names), UNMARK.format(**names))


class Migration(migrations.Migration):
    dependencies = [("associations", "0008_wall_of_guest_places"), ("nodes", "0005_the_outbox_forgets")]

    operations = [
        migrations.CreateModel(
            name="ActivityChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("activity_id", models.BigIntegerField()),
                ("changed_in", models.BigIntegerField()),
                (
                    "node",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="nodes.node",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["node", "changed_in"], name="activity_changed_since")],
                "constraints": [models.UniqueConstraint(fields=("node", "activity_id"), name="activity_changed_last")],
            },
        ),
        BuildWall("ActivityChange", references=False),
        *(triggers(table, event) for table in KEYS for event in ROWS),
    ]
