"""Hold a round's proposals to the person by the person's own form: one key to check for each row instead of two.

An activity is looked for in a round only, and no index of its own is kept for it.
"""

import django.db.models.deletion
from django.db import migrations

from nodes.tenancy import TenantForeignKey

TABLE = "matching_proposal"
TO_THE_FORM = f"""
ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_participant_id_tenant, DROP CONSTRAINT {TABLE}_form_id_tenant,
ADD CONSTRAINT {TABLE}_form_of_its_participant FOREIGN KEY (node_id, form_id, participant_id, service_unit_id)
REFERENCES participants_interestform (node_id, id, participant_id, service_unit_id)
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
TO_BOTH = f"""
ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_form_of_its_participant,
ADD CONSTRAINT {TABLE}_form_id_tenant FOREIGN KEY (node_id, form_id)
REFERENCES participants_interestform (node_id, id) DEFERRABLE INITIALLY DEFERRED,
ADD CONSTRAINT {TABLE}_participant_id_tenant FOREIGN KEY (node_id, participant_id, service_unit_id)
REFERENCES participants_participant (node_id, id, service_unit_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0011_lighter_personal_rows"), ("participants", "0008_form_of_its_participant")]

    operations = [
        migrations.RunSQL(TO_THE_FORM, TO_BOTH),
        migrations.AlterField(
            model_name="proposal",
            name="activity",
            field=TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="associations.activity",
            ),
        ),
    ]
