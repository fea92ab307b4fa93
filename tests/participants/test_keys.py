"""A change of keys reaches every stored identity number, the history included, and tells no story of its own."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import CommandError, call_command
from django.db import connection

from nodes.models import ScopeUse
from nodes.tenancy import acting_in, node_scope
from participants.models import Participant
from participants.selectors.doubles import identity_index
from participants.services.keys import HISTORY
from tests.factories import NodeFactory, ParticipantFactory, ServiceUnitFactory
from tests.owner import as_owner

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "199002289800"


@pytest.fixture
def people():
    """One person with a number and a past, and one without a number, in two nodes."""
    made = []
    for number in (NUMBER, None):
        node = NodeFactory()
        with acting_in(node_scope(node.pk)):
            known = {"identity_number": number, "identity_kind": "personal", "identity_index": identity_index(number)}
            person = ParticipantFactory(service_unit=ServiceUnitFactory(node=node), **(known if number else {}))
            Participant.objects.filter(pk=person.pk).update(given_name="Nyanamn")
        made.append((node, person))
    return made


def stored(person):
    """Return the tokens in the row and in its history, as the database holds them."""
    with connection.cursor() as cursor:
        for table, key in ((Participant, "id"), (HISTORY, "pgh_obj_id")):
            cursor.execute(f"SELECT identity_number FROM {table._meta.db_table} WHERE {key} = %s", [person.pk])  # noqa: S608 - our own names
            yield from (token for (token,) in cursor.fetchall())


def test_afterwards_the_new_key_alone_opens_everything(people, settings):
    (node, person), (other_node, without) = people
    with acting_in(node_scope(node.pk)):
        before = list(stored(person))
        assert len(before) == 3  # the row, and the two events of its history
    old, new = settings.FIELD_KEYS[0], Fernet.generate_key().decode()

    settings.FIELD_KEYS = [new, old]
    with as_owner():
        call_command("rotate_field_keys")

    settings.FIELD_KEYS = [new]
    with acting_in(node_scope(node.pk)):
        after = list(stored(person))
        assert len(after) == 3
        assert [Fernet(new).decrypt(token).decode() for token in after] == [NUMBER] * 3
        assert Participant.objects.get(pk=person.pk).identity_number == NUMBER
    with acting_in(node_scope(other_node.pk)):
        assert list(stored(without)) == [None, None, None]
    assert ScopeUse.objects.filter(why="rotate keys of identity numbers").count() == 1


def test_the_index_follows_its_own_key(people, settings):
    node, person = people[0]
    settings.BLIND_INDEX_KEY = "another"
    with as_owner():
        call_command("rotate_field_keys")
    with acting_in(node_scope(node.pk)):
        assert Participant.objects.get(identity_index=identity_index(NUMBER)).pk == person.pk


def test_a_missing_key_changes_nothing(people, settings):
    node, person = people[0]
    with acting_in(node_scope(node.pk)):
        before = list(stored(person))
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with as_owner(), pytest.raises(InvalidToken):
        call_command("rotate_field_keys")
    with acting_in(node_scope(node.pk)):
        assert list(stored(person)) == before


def test_the_role_that_serves_rewrites_no_history(people):
    node, person = people[0]
    with acting_in(node_scope(node.pk)):
        before = list(stored(person))
    with pytest.raises(CommandError, match="only the owner may"):
        call_command("rotate_field_keys")
    with acting_in(node_scope(node.pk)):
        assert list(stored(person)) == before
