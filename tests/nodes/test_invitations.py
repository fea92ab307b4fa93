"""Letting people in: who may invite whom, what the link does, and what it never does."""

import re
from datetime import timedelta

import pytest

from nodes.actors import Actor
from nodes.models import Invitation, Membership, OutboxMessage, User
from nodes.roles import Role
from nodes.services import addresses, invitations
from nodes.services.invitations import MayNotInvite, accept, invite, open_invitation
from nodes.tenancy import acting_everywhere
from tests.factories import NodeFactory, ServiceUnitFactory, UserFactory, member
from vida import clock

pytestmark = pytest.mark.django_db

PASSWORD = "sju sjuka sjömän skrattar"


def send(node, role=Role.PROJECT_GROUP_MEMBER, **fields):
    """An invitation, and the secret that its mail holds."""
    by = Actor(UserFactory(), frozenset({Role.PROJECT_MANAGER}))
    made = invite(
        email="Ny@Example.se", name="Nya Nilsson", role=role, programme=node.programme, node=node, by=by, **fields
    )
    with acting_everywhere("test"):
        body = OutboxMessage.objects.get(key=f"invitation:{made.pk}").body
    return made, re.search(r"/inbjudan/([\w-]+)/", body)[1]


@pytest.mark.parametrize("inviter", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_who_may_invite_whom(inviter, role):
    unit = ServiceUnitFactory()
    by = Actor(UserFactory(), frozenset({inviter}))
    fields = {"programme": unit.node.programme, "node": unit.node, "service_unit": unit, "by": by}
    if role in invitations.MAY_INVITE.get(inviter, ()):
        assert invite(email="a@example.se", name="A", role=role, **fields).role == role
    else:
        with pytest.raises(MayNotInvite):
            invite(email="a@example.se", name="A", role=role, **fields)
        assert not Invitation.objects.exists()


def test_the_database_does_not_know_the_secret():
    made, secret = send(NodeFactory())
    assert secret not in str(Invitation.objects.filter(pk=made.pk).values().get())


def test_a_new_person_chooses_a_password_and_steps_in(client):
    made, secret = send(NodeFactory(slug="vast"))
    assert client.get(f"/inbjudan/{secret}/").status_code == 200
    answer = client.post(f"/inbjudan/{secret}/", {"name": "Nya Nilsson", "password": PASSWORD})
    assert answer.status_code == 302
    user = User.objects.get(email="ny@example.se")
    assert user.check_password(PASSWORD)
    assert user.memberships.get().role == made.role
    again = client.post(f"/inbjudan/{secret}/", {"name": "Nya Nilsson", "password": PASSWORD})
    assert again["Location"] == "/"
    assert user.memberships.count() == 1
    client.logout()
    assert client.get(f"/inbjudan/{secret}/").status_code == 404
    client.force_login(UserFactory())
    assert client.get(f"/inbjudan/{secret}/").status_code == 404


@pytest.mark.parametrize("password", ["", "kort", "123456789012", "x" * 300])
def test_a_poor_password_is_refused_at_the_field(client, password):
    _, secret = send(NodeFactory())
    answer = client.post(f"/inbjudan/{secret}/", {"name": "Nya Nilsson", "password": password})
    assert answer.status_code == 422
    assert "Nya Nilsson" in answer.content.decode()
    assert not User.objects.filter(email="ny@example.se").exists()


def test_somebody_with_an_account_keeps_the_password_and_must_log_in(client):
    """Whoever holds the link must not come to own the account."""
    known = UserFactory(email="ny@example.se")
    known.set_password(PASSWORD)
    known.save()
    addresses.prove(known)
    _, secret = send(NodeFactory())
    client.post(f"/inbjudan/{secret}/", {"name": "Kapad", "password": "ett helt annat lösenord"})
    known.refresh_from_db()
    assert known.check_password(PASSWORD)
    assert known.name != "Kapad"
    assert "_auth_user_id" not in client.session
    assert known.memberships.count() == 1


def test_the_link_stops_working():
    made, secret = send(NodeFactory())
    Invitation.objects.filter(pk=made.pk).update(expires_at=clock.now() + timedelta(minutes=1))
    assert open_invitation(secret) == made
    Invitation.objects.filter(pk=made.pk).update(expires_at=clock.now())
    assert open_invitation(secret) is None
    made, secret = send(NodeFactory())
    invitations.withdraw(invitation=made, by=Actor(UserFactory(), frozenset({Role.PROJECT_MANAGER})))
    assert open_invitation(secret) is None
    assert open_invitation("x" * 5000) is None


def test_accepting_twice_gives_one_membership():
    made, _ = send(NodeFactory())
    user = accept(invitation=made, name="Nya", password=PASSWORD)
    assert accept(invitation=made, name="Nya", password=None) == user
    assert Membership.objects.filter(user=user).count() == 1


def test_a_role_ends_and_the_door_closes(client):
    node = NodeFactory(slug="vast")
    manager, leaving = member(Role.PROJECT_MANAGER, node=node), member(Role.COORDINATOR, node=node)
    client.force_login(manager)
    url = f"/vast/installningar/medarbetare/{leaving.memberships.get().pk}/avsluta/"
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    client.force_login(leaving)
    assert client.get("/vast/installningar/").status_code == 404


def test_nobody_ends_a_role_that_is_not_theirs_to_give(client):
    node = NodeFactory(slug="vast")
    manager, coordinator = member(Role.PROJECT_MANAGER, node=node), member(Role.COORDINATOR, node=node)
    client.force_login(coordinator)
    url = f"/vast/installningar/medarbetare/{manager.memberships.get().pk}/avsluta/"
    assert client.post(url).status_code == 403
    assert manager.memberships.get().ended_at is None


def test_nobody_takes_back_an_invitation_that_is_not_theirs_to_give(client):
    made, _ = send(NodeFactory(slug="vast"), Role.COORDINATOR)
    client.force_login(member(Role.COORDINATOR, node=made.node))
    url = f"/vast/installningar/inbjudningar/{made.pk}/aterta/"
    assert url not in client.get("/vast/installningar/medarbetare/").content.decode()
    assert client.post(url).status_code == 403
    assert made in invitations.waiting()
    client.force_login(member(Role.PROJECT_MANAGER, node=made.node))
    assert url in client.get("/vast/installningar/medarbetare/").content.decode()
    assert client.post(url).status_code == 302
    assert made not in invitations.waiting()


def test_the_member_page_invites(client):
    unit = ServiceUnitFactory(node__slug="vast")
    client.force_login(member(Role.COORDINATOR, node=unit.node))
    form = {"name": "Hanna", "email": "hanna@example.se", "role": Role.CASE_OFFICER}
    answer = client.post("/vast/installningar/medarbetare/", form)
    assert answer.status_code == 422
    assert "Välj den enhet" in answer.content.decode()
    answer = client.post("/vast/installningar/medarbetare/", form | {"service_unit": unit.pk})
    assert answer.status_code == 302
    assert Invitation.objects.get().service_unit == unit


@pytest.mark.parametrize("name", ["", "\x00", "x" * 500, "a\x1bb"])
def test_a_bad_name_is_refused_and_what_was_typed_is_kept(client, name):
    node = NodeFactory(slug="vast")
    client.force_login(member(Role.COORDINATOR, node=node))
    form = {"name": name, "email": "hanna@example.se", "role": Role.PROJECT_GROUP_MEMBER}
    answer = client.post("/vast/installningar/medarbetare/", form)
    assert answer.status_code == 422
    assert "hanna@example.se" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_observer_is_of_a_municipality(client):
    """R25: observers are the municipalities that look on."""
    client.force_login(member(Role.PROCESS_LEAD, node=NodeFactory()))
    form = {"name": "Hanna", "email": "hanna@example.se", "role": Role.OBSERVER}
    answer = client.post("/program/medarbetare/", form)
    assert answer.status_code == 422
    assert "Välj den kommun som observatören kommer från." in answer.content.decode()
    assert client.post("/program/medarbetare/", form | {"municipality": "0186"}).status_code == 302
    assert (
        client.post("/program/medarbetare/", form | {"email": "bo@example.se", "role": Role.RESEARCHER}).status_code
        == 302
    )
    assert Invitation.objects.get(role=Role.OBSERVER).municipality_id == "0186"


@pytest.mark.parametrize("typed", ["", "x" * 300, "\x00", "\u202eabc", "😀", "hanna@", "9" * 20, "سلام@example"])
def test_a_wrong_address_is_refused_and_stands_as_it_was_typed(typed, client):
    client.force_login(member(Role.COORDINATOR, node=NodeFactory(slug="vast")))
    answer = client.post(
        "/vast/installningar/medarbetare/", {"name": "سلام 😀", "email": typed, "role": Role.PROJECT_GROUP_MEMBER}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]
    assert 'value="سلام 😀"' in answer.content.decode()
    assert answer.context["form"]["email"].value() == typed
    assert not Invitation.objects.exists()
