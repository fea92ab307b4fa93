"""Accounts from before an invitation wrote down that it had proved its address."""

from django.db import migrations

# A row for another address is the trace of one that was put in without proof: such an account waits for the caretaker.
PROVE = """
INSERT INTO account_emailaddress (user_id, email, verified, "primary")
SELECT account.id, account.email, true, true FROM nodes_user account
WHERE account.email <> '' AND NOT EXISTS (
    SELECT FROM account_emailaddress other
    WHERE (other.user_id = account.id AND other.email <> account.email)
    OR (other.user_id <> account.id AND other.email = account.email AND other.verified)
)
ON CONFLICT (user_id, email) DO UPDATE SET verified = true, "primary" = true;
DELETE FROM account_emailaddress typed USING account_emailaddress proven
WHERE proven.user_id = typed.user_id AND proven.verified AND NOT typed.verified;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("nodes", "0006_municipality_in_words"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunSQL(PROVE, migrations.RunSQL.noop)]
