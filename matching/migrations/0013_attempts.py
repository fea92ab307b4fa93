"""How often a round has been attempted; the version that runs meanwhile knows nothing of it and still writes rounds.

A programme's sums once lacked those that were nought, and the list needs them all.
"""

from django.db import migrations, models

NOUGHTS = """
UPDATE matching_programmeround
SET figures = '{"people": 0, "matched": 0, "class_sum": 0, "rank_sum": 0}'::jsonb || figures
WHERE finished_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0012_held_to_the_form")]

    operations = [
        migrations.AddField("matchinground", "attempts", models.PositiveSmallIntegerField(db_default=0)),
        migrations.RunSQL(NOUGHTS, migrations.RunSQL.noop),
    ]
