"""Row-level security and composite keys round this app's tables."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("associations", "0001_initial"), ("nodes", "0002_wall")]

    operations = [
        BuildWall("Association"),
        BuildWall("ContactPerson"),
        BuildWall("RegisterImport"),
        BuildWall("RegisterRow"),
        BuildWall("Activity"),
        BuildWall("ActivityInterest"),
        BuildWall("Occasion"),
        BuildWall("ActivityRegistration"),
        BuildWall("AssociationEvent", references=False),
        BuildWall("ActivityEvent", references=False),
    ]
