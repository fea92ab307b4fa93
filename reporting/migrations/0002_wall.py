"""Row-level security and composite keys round this app's tables."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("nodes", "0002_wall")]

    operations = [
        BuildWall("NodeReport"),
        BuildWall("NodeReportEvent", references=False),
    ]
