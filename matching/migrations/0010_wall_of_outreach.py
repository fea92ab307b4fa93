"""Row-level security and composite keys round the outreach."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_outreach"), ("associations", "0002_wall")]

    operations = [
        BuildWall("OutreachTask"),
        BuildWall("OutreachTaskEvent", references=False),
        BuildWall("OutreachContact"),
        BuildWall("OutreachContactEvent", references=False),
    ]
