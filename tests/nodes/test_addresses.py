"""An account's address is one that its user has proved to read; a role never lands on another's account."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse

from nodes.models import User
from nodes.roles import Role
from nodes.services import addresses
from tests.factories import NodeFactory, UserFactory
from tests.nodes.test_invitations import PASSWORD, send

pytestmark = pytest.mark.django_db

BOSS = "chefen@example.se"
PROVE = import_module("nodes.migrations.0007_proven_addresses").PROVE


def proofs(user):
    """The user's rows: address, whether it is proved, whether it is the one that counts."""
    return list(EmailAddress.objects.filter(user=user).order_by("email").values_list("email", "verified", "primary"))


@pytest.fixture
def newcomer(client):
    """Somebody who came by an invitation, and is logged in."""
    _, secret = send(NodeFactory())
    assert client.post(f"/inbjudan/{secret}/", {"name": "Nya Nilsson", "password": PASSWORD}).status_code == 302
    return User.objects.get(email="ny@example.se")


def test_the_invitations_link_proves_the_address(newcomer):
    assert proofs(newcomer) == [("ny@example.se", True, True)]


@pytest.mark.parametrize("address", ["email/", "confirm-email/", "confirm-email/MQ:1x:abc/"])
def test_no_page_changes_an_address(newcomer, client, address):
    for sent in ({"action_add": "", "email": BOSS}, {"action_primary": "", "email": BOSS}):
        assert client.post(f"/konto/{address}", sent).status_code == 404
    assert client.get(f"/konto/{address}").status_code == 404
    newcomer.refresh_from_db()
    assert newcomer.email == "ny@example.se"
    assert proofs(newcomer) == [("ny@example.se", True, True)]


def test_a_role_never_lands_on_an_account_that_only_bears_the_address(client):
    """However it came to bear it."""
    thief = UserFactory(email="ny@example.se")
    EmailAddress.objects.create(user=thief, email="ny@example.se", verified=False, primary=True)
    made, secret = send(NodeFactory(), Role.COORDINATOR)
    for answer in (client.get(f"/inbjudan/{secret}/"), client.post(f"/inbjudan/{secret}/")):
        assert answer.status_code == 409
        assert "inget visar att det är ditt" in answer.content.decode()
    assert not thief.memberships.exists()
    made.refresh_from_db()
    assert made.accepted_at is None


def test_the_role_goes_to_whoever_has_proved_the_address_and_not_to_whoever_is_logged_in(newcomer, client):
    other = UserFactory()
    client.force_login(other)
    made, secret = send(NodeFactory(), Role.COORDINATOR)
    assert client.post(f"/inbjudan/{secret}/", {"name": ""}).status_code == 302
    assert newcomer.memberships.filter(node=made.node, role=Role.COORDINATOR).exists()
    assert not other.memberships.exists()


def test_a_newcomer_at_somebody_elses_screen_gets_a_session_of_the_own(client):
    other = UserFactory()
    client.force_login(other)
    before = client.session.session_key
    _, secret = send(NodeFactory())
    client.post(f"/inbjudan/{secret}/", {"name": "Nya Nilsson", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get(email="ny@example.se").pk)
    assert client.session.session_key != before
    assert not other.memberships.exists()


def test_the_caretaker_answers_for_an_address(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    user = UserFactory(email="fel@example.se")
    addresses.prove(user)
    form = {"email": "Ratt@Example.se", "name": user.name, "is_active": "on"}
    assert client.post(reverse("admin:nodes_user_change", args=[user.pk]), form).status_code == 302
    assert proofs(user) == [("ratt@example.se", True, True)]
    assert addresses.owner_of("ratt@example.se") == user
    assert addresses.owner_of("fel@example.se") is None


def test_accounts_from_before_are_taken_at_their_word_but_for_those_with_another_address_added():
    bare, visited, thief, robbed, proven = (UserFactory(email=f"{name}@example.se") for name in "abcde")
    rows = [
        (visited, "b@example.se", False, False),  # the page for addresses has been opened once
        (thief, "c@example.se", False, True),
        (thief, "sitt-eget@example.se", False, False),
        (proven, "d@example.se", True, True),
        (proven, BOSS, False, False),
    ]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=email, verified=verified, primary=primary)
        for user, email, verified, primary in rows
    )
    with connection.cursor() as cursor:
        cursor.execute(PROVE)
        cursor.execute(PROVE)
    assert proofs(bare) == [("a@example.se", True, True)]
    assert proofs(visited) == [("b@example.se", True, True)]
    assert proofs(thief) == [("c@example.se", False, True), ("sitt-eget@example.se", False, False)]
    assert proofs(robbed) == []
    assert proofs(proven) == [("d@example.se", True, True)]
