"""Row-level security and composite keys round this app's tables."""

from django.db import migrations

from nodes.wall import DROP_FUNCTIONS, FUNCTIONS, BuildWall


class Migration(migrations.Migration):
    dependencies = [("nodes", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        BuildWall("ReadLog", references=False),
        BuildWall("OutboxMessage", nodeless=True, references=False),
    ]
