"""What is only added to, seen from PostgreSQL: nobody but the owner of the tables may change a row or take one away.

The trigger of these tables refuses too, but it can be told to look away (`pgtrigger.ignore`), and whoever serves can
say that. A right that the role does not have cannot be talked round.
"""

from django.db import connections

# By the catalogue and not by a list: every table that has the trigger, also one that a later migration adds. It comes
# with the rights that `deploy/roles.sql` gives on all tables.
TAKE_AWAY = r"""
DO $$
DECLARE given record;
BEGIN
    FOR given IN
        SELECT DISTINCT added_to.oid::regclass AS name, acl.grantee::regrole AS role
        FROM pg_trigger JOIN pg_class added_to ON added_to.oid = tgrelid CROSS JOIN aclexplode(relacl) acl
        WHERE tgname LIKE 'pgtrigger\_append\_only\_%'
        AND relowner = current_user::regrole AND acl.grantee <> relowner
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %s', given.name, given.role);
    END LOOP;
END
$$
"""


def take_rights_away(*, using: str, **_signal: object) -> None:
    """After every migration: leave others than the owner only to read and to add. Does nothing for another role."""
    with connections[using].cursor() as cursor:
        cursor.execute(TAKE_AWAY)
