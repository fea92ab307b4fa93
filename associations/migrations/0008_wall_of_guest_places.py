"""Row-level security and composite keys round the guest places and their history."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("associations", "0007_guest_places")]

    operations = [
        BuildWall("GuestPlaces"),
        BuildWall("GuestPlacesEvent", references=False),
    ]
