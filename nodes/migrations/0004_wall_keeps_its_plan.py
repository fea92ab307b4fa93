"""The wall's functions once more, for databases that have the slower ones."""

from django.db import migrations

from nodes.wall import FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [("nodes", "0003_slug_validator")]

    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
