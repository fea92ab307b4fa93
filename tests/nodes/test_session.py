"""What a page asks before it sends what was typed: whose session it is, how long it lasts, and the form's token."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from nodes.roles import Role
from tests.factories import NodeFactory

pytestmark = pytest.mark.django_db

URL = "/konto/session/"


@pytest.fixture
def user(signed_in):
    return signed_in(Role.COORDINATOR, NodeFactory(slug="vast"))


def ends_in(**time):
    Session.objects.update(expire_date=timezone.now() + timedelta(**time))


def test_nobody_has_no_session_and_gets_no_token(client):
    answer = client.get(URL)
    assert answer.json() == {"user": None}
    assert "no-store" in answer["Cache-Control"]


def test_asking_tells_the_seconds_left_and_lengthens_nothing(client, user):
    ends_in(minutes=5)
    for _each in range(2):
        told = client.get(URL).json()
        assert told["user"] == user.pk
        assert 290 <= told["seconds"] <= 300
    assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=6)


def test_a_session_begins_anew_by_a_post(client, user):
    ends_in(minutes=5)
    answer = client.post(URL)
    assert answer.json()["seconds"] == settings.SESSION_COOKIE_AGE
    assert answer.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE
    assert settings.SESSION_COOKIE_AGE - 10 <= client.get(URL).json()["seconds"] <= settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize("ending", [lambda: ends_in(seconds=-1), lambda: Session.objects.all().delete()])
def test_a_session_that_has_ended_does_not_begin_anew(ending, client, user):
    ending()
    assert client.post(URL).json() == {"user": None}
    assert client.get("/vast/").status_code == 302


def test_the_token_is_the_one_that_forms_need(user):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(user)
    assert careful.post(URL).status_code == 403
    token = careful.get(URL).json()["token"]
    assert careful.post(URL, {"csrfmiddlewaretoken": token}).json()["user"] == user.pk


def test_only_a_page_of_somebody_logged_in_asks(client, user):
    assert f'data-session="{URL}" data-user="{user.pk}"' in client.get("/vast/").content.decode()
    client.logout()
    assert "data-session" not in client.get("/om/").content.decode()
