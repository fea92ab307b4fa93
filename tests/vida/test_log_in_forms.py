"""The forms of the way in answer bad input as every other form does."""

import pytest

from nodes.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "sju sjuka sjömän skrattar"


@pytest.fixture
def user():
    return User.objects.create_user(email="nya.nilsson@example.se", name="Nya Nilsson", password=PASSWORD)


@pytest.fixture
def inside(client, user):
    """Logged in by the password."""
    assert client.post("/konto/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def wrong(client, address, sent):
    answer = client.post(f"/konto/{address}", sent)
    assert 'class="error-summary"' in answer.content.decode()
    return answer.status_code


@pytest.mark.parametrize("sent", [{}, {"login": "nya.nilsson@example.se", "password": "fel"}])
def test_a_log_in_that_fails(sent, client, user):
    assert wrong(client, "login/", sent) == 422
    assert client.get("/konto/login/").status_code == 200


def test_an_address_for_a_code_that_is_none(client):
    assert wrong(client, "login/code/", {"email": "ingen"}) == 422


def test_a_new_password_that_is_too_short(inside):
    sent = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert wrong(inside, "password/change/", sent) == 422


def test_a_password_once_more_that_is_wrong(inside):
    assert wrong(inside, "reauthenticate/", {"password": "fel"}) == 422


def test_a_script_gets_what_allauth_gives_it(client):
    answer = client.post("/konto/login/", {}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert answer.json()["form"]["fields"]["login"]["errors"]
