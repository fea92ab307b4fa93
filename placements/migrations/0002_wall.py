"""Row-level security and composite keys round this app's tables."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial"), ("associations", "0002_wall"), ("participants", "0002_wall")]

    operations = [
        BuildWall("Placement", unit="service_unit_id"),
        BuildWall("Attendance", unit="service_unit_id"),
        BuildWall("PlacementEvent", unit="service_unit_id", references=False),
        BuildWall("AttendanceEvent", unit="service_unit_id", references=False),
    ]
