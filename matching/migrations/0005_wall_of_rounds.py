"""Row-level security and composite keys round the rounds."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_rounds"), ("participants", "0002_wall"), ("associations", "0002_wall")]

    operations = [
        BuildWall("MatchingRound"),
        BuildWall("Proposal", unit="service_unit_id"),
        BuildWall("RoundActivity"),
    ]
