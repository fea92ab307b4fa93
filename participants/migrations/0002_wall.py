"""Row-level security and composite keys round this app's tables."""

from django.db import migrations

from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial"), ("nodes", "0002_wall")]

    operations = [
        BuildWall("Participant", unit="service_unit_id"),
        BuildWall("InformationMeeting"),
        BuildWall("EligibilityCheck", unit="service_unit_id"),
        BuildWall("TakenTime", unit="service_unit_id"),
        BuildWall("SecrecyWaiver", unit="service_unit_id"),
        BuildWall("InterestForm", unit="service_unit_id"),
        BuildWall("InterestChoice", unit="service_unit_id"),
        BuildWall("ParticipantEvent", unit="service_unit_id", references=False),
        BuildWall("EligibilityCheckEvent", unit="service_unit_id", references=False),
        BuildWall("SecrecyWaiverEvent", unit="service_unit_id", references=False),
        BuildWall("InterestFormEvent", unit="service_unit_id", references=False),
    ]
