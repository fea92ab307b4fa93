"""Row-level security and composite keys round this app's tables."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("placements", "0002_wall")]

    operations = [
        BuildWall("Offer", unit="service_unit_id"),
        BuildWall("OfferEvent", unit="service_unit_id", references=False),
    ]
