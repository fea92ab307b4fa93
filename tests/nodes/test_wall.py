"""The wall between tenants: whatever the code above it does, PostgreSQL shows and takes only the scope's own rows."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from nodes.models import OutboxMessage, ScopeUse
from nodes.tenancy import PersonalModel, Scope, acting_everywhere, acting_in, node_scope, without_people
from participants.models import InterestForm, Participant
from tests.factories import InterestFormFactory, NodeFactory, ParticipantFactory, ServiceUnitFactory

pytestmark = pytest.mark.django_db

# Tables that name a node and yet stand outside the wall, each for its reason.
OUTSIDE = {
    "nodes_nodemunicipality": "public facts about the nodes",
    "nodes_serviceunit": "public offices; read to find out what a user may see",
    "nodes_membership": "read to find out what a user may see",
    "nodes_membershipevent": "the history of it",
    "nodes_invitation": "read by whoever holds the link, before any scope is known",
}


@pytest.fixture
def two_nodes():
    """Two nodes with a person and a form each, and a second unit with one more in the first node."""
    here, there = NodeFactory(slug="har"), NodeFactory(slug="dar")
    unit, other_unit, far_unit = (
        ServiceUnitFactory(node=here),
        ServiceUnitFactory(node=here),
        ServiceUnitFactory(node=there),
    )
    with acting_in(node_scope(here.pk)):
        own = InterestFormFactory(participant=ParticipantFactory(service_unit=unit)).participant
        neighbour = InterestFormFactory(participant=ParticipantFactory(service_unit=other_unit)).participant
    with acting_in(node_scope(there.pk)):
        far = InterestFormFactory(participant=ParticipantFactory(service_unit=far_unit)).participant
    return {"here": here, "there": there, "unit": unit, "own": own, "neighbour": neighbour, "far": far}


def test_the_role_that_serves_can_do_nothing_about_the_wall():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("ALTER TABLE participants_participant DISABLE ROW LEVEL SECURITY")


def test_every_table_with_a_node_has_its_wall():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relrowsecurity AND relforcerowsecurity"
        )
        walled = {name for (name,) in cursor.fetchall()}
    with_node = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(field.name == "node" for field in model._meta.local_fields)
    }
    assert with_node - walled == set(OUTSIDE)


def test_tenant_tables_refer_to_each_other_by_node_and_id():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conrelid::regclass::text, conname FROM pg_constraint c
            WHERE contype = 'f' AND confrelid IN (SELECT polrelid FROM pg_policy) AND cardinality(conkey) < 2
            """
        )
        assert cursor.fetchall() == []


def test_what_is_about_a_person_is_held_to_the_persons_node_and_unit():
    """In their place these tables have no keys to the node and to the unit themselves. A key to the person's form is as
    good: the form is held to the person.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
            WHERE contype = 'f' AND confupdtype = 'c'
                AND confrelid = ANY (ARRAY['participants_participant', 'participants_interestform']::regclass[])
                AND ARRAY['node_id', 'participant_id', 'service_unit_id']::name[] <@ (
                    SELECT array_agg(attname) FROM pg_attribute
                    WHERE attrelid = conrelid AND attnum = ANY (conkey) AND attnotnull)
            """
        )
        held, to = zip(*cursor.fetchall(), strict=True)
    assert dict(zip(held, to, strict=True))["participants_interestform"] == "participants_participant"
    personal = {model._meta.db_table for model in apps.get_models() if issubclass(model, PersonalModel)}
    assert len(personal) >= 10
    assert personal - set(held) == set()


def test_without_a_scope_nothing_is_seen(two_nodes):
    assert not Participant.objects.exists()
    assert not Participant._base_manager.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM participants_participant")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement", ["UPDATE {0} SET given_name = 'x'", "DELETE FROM {0}", "INSERT INTO {0} DEFAULT VALUES"]
)
def test_without_a_scope_a_write_fails_loudly(two_nodes, statement):
    with pytest.raises(DatabaseError, match="no scope is set"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("participants_participant"))


def test_a_node_sees_its_own(two_nodes):
    with acting_in(node_scope(two_nodes["here"].pk)):
        assert set(Participant.objects.all()) == {two_nodes["own"], two_nodes["neighbour"]}
        assert set(Participant._base_manager.all()) == {two_nodes["own"], two_nodes["neighbour"]}
        assert not Participant._base_manager.filter(pk=two_nodes["far"].pk).exists()
        assert InterestForm._base_manager.count() == 2


def test_a_case_officer_sees_the_own_unit(two_nodes):
    with acting_in(node_scope(two_nodes["here"].pk, (two_nodes["unit"].pk,))):
        assert list(Participant._base_manager.all()) == [two_nodes["own"]]
        assert [form.participant_id for form in InterestForm._base_manager.all()] == [two_nodes["own"].pk]
        assert Participant._base_manager.filter(pk=two_nodes["neighbour"].pk).update(given_name="x") == 0


def test_supply_scope_sees_no_person(two_nodes):
    with acting_in(without_people(two_nodes["here"].pk, two_nodes["there"].pk)):
        assert not Participant._base_manager.exists()


def test_a_row_cannot_be_moved_to_another_node(two_nodes):
    with pytest.raises(DatabaseError), acting_in(node_scope(two_nodes["here"].pk)):
        Participant._base_manager.filter(pk=two_nodes["own"].pk).update(node=two_nodes["there"])


def test_a_reference_into_another_node_is_refused(two_nodes):
    with acting_in(node_scope(two_nodes["here"].pk)), connection.cursor() as cursor:
        InterestForm._base_manager.filter(participant=two_nodes["own"]).update(participant_id=two_nodes["far"].pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        InterestForm._base_manager.filter(participant_id=two_nodes["far"].pk).update(participant=two_nodes["own"])


def test_what_hangs_on_a_person_follows_to_another_unit(two_nodes):
    with acting_in(node_scope(two_nodes["here"].pk)):
        Participant.objects.filter(pk=two_nodes["own"].pk).update(service_unit=two_nodes["neighbour"].service_unit)
        form = InterestForm.objects.get(participant=two_nodes["own"])
        assert form.service_unit == two_nodes["neighbour"].service_unit


def test_the_scope_ends_with_its_block(two_nodes):
    with acting_in(node_scope(two_nodes["here"].pk)):
        with acting_in(node_scope(two_nodes["there"].pk)):
            assert list(Participant._base_manager.all()) == [two_nodes["far"]]
        assert Participant._base_manager.count() == 2
    assert not Participant._base_manager.exists()


def test_the_scope_ends_with_an_error_too(two_nodes):
    with acting_in(node_scope(two_nodes["here"].pk)):
        with pytest.raises(ZeroDivisionError), acting_in(node_scope(two_nodes["there"].pk)):
            1 / 0  # noqa: B018 - any error will do
        assert Participant._base_manager.count() == 2
    assert not Participant._base_manager.exists()


def test_everywhere_is_everywhere_and_audited(two_nodes):
    with acting_everywhere("test"):
        assert Participant._base_manager.count() == 3
    assert ScopeUse.objects.filter(scope="*", why="test").count() == 1


@pytest.mark.parametrize("scope", [Scope((), None), Scope((), ())])
def test_an_empty_scope_sees_nothing(two_nodes, scope):
    with acting_in(scope):
        assert not Participant._base_manager.exists()


def test_a_message_without_a_node_is_the_systems_own(two_nodes):
    with acting_everywhere("test"):
        OutboxMessage.objects.create(
            node=None, key="k", channel="mail", to="a@example.se", body="b", next_try_at="2026-01-01T00:00Z"
        )
    with acting_in(node_scope(two_nodes["here"].pk)):
        assert not OutboxMessage._base_manager.exists()
