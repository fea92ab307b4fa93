"""What is only added to: the role that serves can neither change a row nor take one away, whatever it says."""

import pgtrigger
import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction
from pghistory.models import Event

from nodes import audit
from nodes.models import Membership, ReadLog, ScopeUse
from nodes.roles import Role
from nodes.tenancy import acting_everywhere, acting_in, node_scope
from tests.factories import NodeFactory, member
from tests.owner import as_owner, let_empty

pytestmark = pytest.mark.django_db

MAY = """
    SELECT relname, has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT'),
        has_any_column_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE')
    FROM pg_class WHERE relname = ANY (%s)
"""


def rights(*tables):
    """Table by table: whether this role may read and add, and whether it may change or take away."""
    with connection.cursor() as cursor:
        cursor.execute(MAY, [list(tables)])
        return {name: (adds, changes) for name, adds, changes in cursor.fetchall()}


def test_every_log_and_every_history_is_read_and_added_to_only():
    histories = [model for model in apps.get_models() if issubclass(model, Event) and model._meta.managed]
    tables = {model._meta.db_table for model in (ReadLog, ScopeUse, *histories)}
    assert {"nodes_membershipevent", "participants_participantevent", "placements_attendanceevent"} <= tables
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ 'event$|log$|scopeuse$'")
        assert {name for (name,) in cursor.fetchall()} - {"django_admin_log"} == tables
    assert rights(*tables) == dict.fromkeys(tables, (True, False))


def test_the_role_that_serves_is_given_no_right_to_empty_a_table():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM pg_default_acl, aclexplode(defaclacl) WHERE grantee = current_user::regrole"
        )
        assert {right for (right,) in cursor.fetchall()} == {"SELECT", "INSERT", "UPDATE", "DELETE", "USAGE"}


def test_telling_the_trigger_to_look_away_opens_nothing():
    node = NodeFactory()
    with acting_in(node_scope(node.pk)):
        user = member(Role.COORDINATOR, node=node)
        audit.log_read(node_id=node.pk, user_id=user.pk, participant_ids=[7], where="test", why="page")
    with acting_everywhere("test"), pgtrigger.ignore():
        for rows in (ReadLog.objects, ScopeUse.objects, Membership.pgh_event_model.objects):
            before = rows.count()
            assert before
            changed = {"pgh_label": "x"} if rows.model is Membership.pgh_event_model else {"why": "x"}
            for change in (rows.all()._raw_delete, lambda _using, rows=rows, changed=changed: rows.update(**changed)):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    change("default")
            assert rows.count() == before


def may_empty(table):
    """Whether this role may empty the table at one stroke."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'TRUNCATE')", [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_table_that_comes_later_is_covered_by_the_end_of_its_migration():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later_event (id int)")
        cursor.execute(
            "CREATE TRIGGER pgtrigger_append_only_later BEFORE UPDATE ON later_event "
            "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
    try:
        assert rights("later_event") == {"later_event": (True, True)}
        assert may_empty("nodes_readlog")  # here, for the tests' sake
        with as_owner():
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        assert rights("later_event") == {"later_event": (True, False)}
        assert not may_empty("nodes_readlog")
        assert may_empty("nodes_node")
    finally:
        with as_owner() as app, connection.cursor() as cursor:
            cursor.execute("DROP TABLE later_event")
            let_empty(app)
