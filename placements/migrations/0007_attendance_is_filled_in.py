"""Mark the occasions that attendance is filled in for."""

from django.db import migrations

MARK = """
SELECT set_config('vida.node', '*', true), set_config('vida.units', '*', true);
UPDATE associations_occasion o SET marked = true
WHERE EXISTS (SELECT FROM placements_attendance a WHERE a.node_id = o.node_id AND a.occasion_id = o.id);
SELECT set_config('vida.node', '', true), set_config('vida.units', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0006_lighter_personal_rows"),
        ("associations", "0010_attendance_is_filled_in"),
    ]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
