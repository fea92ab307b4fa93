"""The outbox: written once, sent once, tried again, and given up in sight of the coordinator."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError

from nodes.models import OutboxMessage
from nodes.roles import Role
from nodes.services import outbox
from nodes.tasks import forget_messages, send_outbox
from nodes.tenancy import acting_everywhere, acting_in, node_scope
from tests.factories import NodeFactory
from vida import clock

pytestmark = pytest.mark.django_db

State = OutboxMessage.State


@pytest.fixture
def node():
    return NodeFactory(slug="vast")


def put(node, key="offer:1:given", to="anna@example.se", **fields):
    with acting_in(node_scope(node.pk)):
        return outbox.put(key=key, node_id=node.pk, to=to, subject="Zebrabrev", body="Hej", **fields)


def message(key="offer:1:given"):
    with acting_everywhere("test"):
        return OutboxMessage.objects.get(key=key)


def test_the_same_message_is_written_once(node):
    assert put(node) is True
    assert put(node) is False
    assert message().state == State.WAITING


def test_it_is_sent_once_however_often_the_task_runs(node):
    put(node)
    assert send_outbox() == 1
    assert send_outbox() == 0
    assert [each.to for each in mail.outbox] == [["anna@example.se"]]
    assert message().sent_at is not None


def test_the_text_goes_when_it_is_sent_and_not_before(node):
    put(node)
    assert message().body == "Hej"
    send_outbox()
    assert mail.outbox[0].body == "Hej"
    assert (message().body, message().subject, message().to) == ("", "Zebrabrev", "anna@example.se")


def test_the_database_keeps_no_text_of_what_was_sent(node):
    put(node)
    send_outbox()
    with pytest.raises(IntegrityError), acting_everywhere("test"):
        OutboxMessage.objects.update(body="Länken: https://…")


@pytest.mark.parametrize("state", ["sent", "failed", "dismissed", "waiting"])
@pytest.mark.parametrize(("days", "forgotten"), [(89, False), (91, True)])
def test_an_address_is_forgotten_after_ninety_days(node, days, forgotten, state):
    put(node)
    put(node, key="another")  # of today
    with acting_everywhere("test"):
        OutboxMessage.objects.filter(key="offer:1:given").update(
            created_at=clock.now() - timedelta(days=days),
            state=state,
            sent_at=clock.now() if state == "sent" else None,
            body="" if state in ("sent", "dismissed") else "Hej",
        )
    assert forget_messages() == (forgotten and state != "waiting")
    assert forget_messages() == 0
    left = message()
    if forgotten and state != "waiting":
        assert (left.to, left.body, left.subject) == ("", "", "Zebrabrev")
        assert left.state == ("dismissed" if state == "failed" else state)
    else:
        assert (left.to, left.state) == ("anna@example.se", state)
    assert message("another").to == "anna@example.se"


def test_small_batches_come_to_the_end(node):
    for number in range(3):
        put(node, key=f"old:{number}")
    send_outbox()
    with acting_everywhere("test"):
        assert [outbox.forget(before=clock.now(), limit=2) for _each in range(3)] == [2, 1, 0]


def test_what_is_laid_aside_keeps_no_text(node):
    put(node)
    with acting_everywhere("test"):
        OutboxMessage.objects.update(state=State.FAILED)
        outbox.dismiss(message=OutboxMessage.objects.get())
    assert (message().state, message().body) == (State.DISMISSED, "")


def test_each_address_gets_its_own_and_no_key_tells_whose(node):
    both = ["anna@example.se", "bo@example.se"]
    for _each in range(2):
        with acting_in(node_scope(node.pk)):
            outbox.put_to_each(key="form:1:1:late", node_id=node.pk, addresses=both, subject="Hej", body="Hej")
    send_outbox()
    assert sorted(each.to for each in mail.outbox) == [["anna@example.se"], ["bo@example.se"]]
    with acting_everywhere("test"):
        keys = list(OutboxMessage.objects.values_list("key", flat=True))
    assert len(set(keys)) == 2
    assert not any("example" in key for key in keys)


def test_what_fails_is_tried_again_and_at_last_given_up(node, settings):
    settings.SMS_GATEWAY = "tests.nodes.test_outbox.BrokenGateway"
    put(node, channel=OutboxMessage.Channel.SMS, to="+46701740605")
    for attempt, wait in enumerate(outbox.RETRY_AFTER, start=1):
        before = clock.now()
        assert send_outbox() == 1
        assert send_outbox() == 0, "not before its time"
        failed = message()
        assert (failed.state, failed.attempts) == (State.WAITING, attempt)
        assert failed.next_try_at >= before + wait
        _make_due()
    send_outbox()
    assert message().state == State.FAILED
    assert "0701740605" not in message().last_error


class BrokenGateway:
    def send(self, *, to, text):
        raise ConnectionError(f"no way to {to}")


def _make_due():
    with acting_everywhere("test"):
        OutboxMessage.objects.update(next_try_at=clock.now() - timedelta(seconds=1))


def test_one_that_fails_does_not_hold_up_the_others(node, settings):
    settings.SMS_GATEWAY = "tests.nodes.test_outbox.BrokenGateway"
    put(node, key="a", channel=OutboxMessage.Channel.SMS)
    put(node, key="b")
    assert send_outbox() == 2
    assert (message("a").state, message("b").state) == (State.WAITING, State.SENT)


def test_the_coordinator_sees_it_and_tries_again(node, settings, signed_in, client):
    settings.SMS_GATEWAY = "tests.nodes.test_outbox.BrokenGateway"
    put(node, channel=OutboxMessage.Channel.SMS)
    with acting_everywhere("test"):
        OutboxMessage.objects.update(attempts=len(outbox.RETRY_AFTER))
    send_outbox()
    signed_in(Role.COORDINATOR, node)
    page = client.get("/vast/installningar/meddelanden/?fel").content.decode()
    assert "Gick inte att skicka" in page
    assert "anna@example.se" not in page
    client.post(f"/vast/installningar/meddelanden/{message().pk}/")
    assert (message().state, message().attempts) == (State.WAITING, 0)


def test_another_nodes_coordinator_does_not_find_it(node, signed_in, client):
    put(node)
    signed_in(Role.COORDINATOR, NodeFactory(slug="nordost"))
    assert client.post(f"/nordost/installningar/meddelanden/{message().pk}/").status_code == 404
    assert "Zebrabrev" not in client.get("/nordost/installningar/meddelanden/").content.decode()
