from django.db import migrations, models

# Inside the wall's scope for every node, which ends with the migration's transaction.
EMPTY_WHAT_WAS_SENT = """
SELECT set_config('vida.node', '*', true);
UPDATE nodes_outboxmessage SET body = '' WHERE state IN ('sent', 'dismissed');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("nodes", "0004_wall_keeps_its_plan"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="body",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="to",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.RunSQL(EMPTY_WHAT_WAS_SENT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "failed"]), ("body", ""), _connector="OR"),
                name="text_only_until_it_is_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["sent", "dismissed"]), models.Q(("to", ""), _negated=True), _connector="OR"
                ),
                name="address_until_it_is_sent",
            ),
        ),
    ]
