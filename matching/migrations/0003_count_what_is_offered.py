"""Count the offers that wait for an answer on their activities."""

from django.db import migrations

COUNT = """
SELECT set_config('vida.node', '*', true), set_config('vida.units', '*', true);
UPDATE associations_activity a SET seats_offered = o.waiting
FROM (SELECT node_id, activity_id, count(*) AS waiting FROM matching_offer WHERE state = 'given' GROUP BY 1, 2) o
WHERE a.node_id = o.node_id AND a.id = o.activity_id;
SELECT set_config('vida.node', '', true), set_config('vida.units', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_wall"), ("associations", "0005_seats_offered")]

    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
