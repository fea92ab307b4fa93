"""The read log and the outbox as sheets: what their pages show, as shown; the log for a purpose that it keeps too."""

from datetime import timedelta

import pytest

from nodes import audit, exporting
from nodes.models import OutboxMessage, ReadLog
from nodes.roles import Role
from nodes.services import outbox
from nodes.tenancy import acting_everywhere, acting_in, node_scope
from tests.factories import NodeFactory, member
from tests.participants.pages import read_back
from vida import clock

pytestmark = pytest.mark.django_db

LOG, OUTBOX = "/vast/installningar/lasningar/export/", "/vast/installningar/meddelanden/export/"
PURPOSE = {"purpose": "Kvartalets kontroll 😀"}


@pytest.fixture
def node():
    return NodeFactory(slug="vast")


@pytest.fixture
def scope(node):
    return lambda: acting_in(node_scope(node.pk))


@pytest.fixture
def coordinator(signed_in, node):
    return signed_in(Role.COORDINATOR, node)


@pytest.fixture
def read(node, scope):
    """`read(user, participant, why)` is a line of the log."""

    def write(user, participant, why="list", where="participants:list"):
        with scope():
            audit.log_read(node_id=node.pk, user_id=user.pk, participant_ids=[participant], where=where, why=why)

    return write


def test_the_read_log_is_handed_out_as_shown_and_in_words(client, node, coordinator, read, scope):
    other = member(Role.COORDINATOR, node=node)
    read(coordinator, 7)
    read(other, 8, why="export: Möte <b>")
    read(other, 7, why="=1+1 ringer")
    with scope():
        first, *_rest = ReadLog.objects.order_by("id").values_list("at", flat=True)
    assert f'href="{LOG}?deltagare=7"' in client.get("/vast/installningar/lasningar/?deltagare=7").content.decode()
    headings, *rows = read_back(client.post(f"{LOG}?sort=at", PURPOSE))
    assert headings == ("När", "Vem", "Deltagare nr", "Sida", "Varför")
    assert [row[1:] for row in rows] == [
        (coordinator.name, 7, "Deltagare (participants:list)", "Lista"),
        (other.name, 8, "Deltagare (participants:list)", "Uttag: Möte <b>"),
        (other.name, 7, "Deltagare (participants:list)", "=1+1 ringer"),
    ]
    assert abs(rows[0][0] - clock.local(first).replace(tzinfo=None)) < timedelta(seconds=1)
    _headings, *rows = read_back(client.post(f"{LOG}?deltagare=8", PURPOSE))
    assert {row[2] for row in rows} == {8}


def test_who_takes_the_log_out_stands_in_it(client, coordinator, read, scope):
    for participant in (7, 7, 8):
        read(coordinator, participant)
    client.post(f"{LOG}?deltagare=7", PURPOSE)
    with scope():
        taken = ReadLog.objects.filter(where="nodes:read_log_export")
        assert list(taken.values_list("participant_id", "why")) == [(7, f"export: {PURPOSE['purpose']}")]
    page = client.get("/vast/installningar/lasningar/").content.decode()
    assert 'Vem har läst vad <span class="quiet small" lang="en">nodes:read_log_export</span>' in page


@pytest.mark.parametrize("purpose", ["", "kort"])
def test_without_a_purpose_no_log_is_handed_out(purpose, client, coordinator, read, scope):
    read(coordinator, 7)
    page = client.get(LOG)
    assert page.status_code == 200
    assert "Inga namn på deltagare, bara deras nummer." in page.content.decode()
    assert "inga personer med skyddade uppgifter" not in page.content.decode()
    assert client.post(LOG, {"purpose": purpose}).status_code == 422
    with scope():
        assert not ReadLog.objects.filter(why__startswith="export").exists()


def test_a_log_as_long_as_a_sheet_may_be_and_one_longer(client, coordinator, read, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    read(coordinator, 7)
    assert len(read_back(client.post(f"{LOG}?deltagare=7", PURPOSE))) == 2
    assert client.post(LOG, PURPOSE).status_code == 422
    assert "Listan är för lång" in client.get(LOG).content.decode()


def test_the_outbox_is_handed_out_as_shown_and_no_more(client, node, coordinator, scope):
    mail, sms = OutboxMessage.Channel.MAIL, OutboxMessage.Channel.SMS
    with scope():
        outbox.put(key="a", node_id=node.pk, to="anna@example.se", subject="Zebrabrev", body="Hej Anna")
        outbox.put(key="b", node_id=node.pk, to="+46701740605", subject="", body="Hej", channel=sms)
    with acting_everywhere("test"):
        OutboxMessage.objects.filter(key="b").update(state="failed", attempts=8, last_error="Ingen täckning")
    assert f'href="{OUTBOX}?fel="' in client.get("/vast/installningar/meddelanden/?fel").content.decode()
    headings, *rows = read_back(client.get(f"{OUTBOX}?sort=subject"))
    assert headings == ("När", "Ämne", "Hur", "Läge", "Försök", "Fel")
    assert sorted(row[1:] for row in rows) == [
        ("SMS", sms.label, "Gick inte att skicka", 8, "Ingen täckning"),
        ("Zebrabrev", mail.label, "Väntar", 0, None),
    ]
    assert all(row[0].date() == clock.today() for row in rows)
    _headings, *rows = read_back(client.get(f"{OUTBOX}?fel"))
    assert [row[1] for row in rows] == ["SMS"]
    with scope():
        assert not ReadLog.objects.exists()


def test_another_nodes_messages_and_readings_are_not_on_it(client, node, coordinator, read, scope, signed_in):
    read(coordinator, 7)
    with scope():
        outbox.put(key="a", node_id=node.pk, to="anna@example.se", subject="Zebrabrev", body="Hej")
    signed_in(Role.COORDINATOR, NodeFactory(slug="nordost"))
    there = [LOG.replace("vast", "nordost"), OUTBOX.replace("vast", "nordost")]
    assert [row for row in read_back(client.post(there[0], PURPOSE))[1:] if any(row)] == []
    assert [row for row in read_back(client.get(there[1]))[1:] if any(row)] == []


@pytest.mark.parametrize("url", [LOG, OUTBOX])
def test_three_rows_ask_as_much_as_one(url, client, node, coordinator, read, scope, django_assert_num_queries):
    def more():
        read(member(Role.COORDINATOR, node=node), 7)
        with scope():
            outbox.put(
                key=str(OutboxMessage.objects.count()), node_id=node.pk, to="a@example.se", subject="x", body="y"
            )

    def asked():
        with django_assert_num_queries(20, exact=False) as found:
            assert client.post(url, PURPOSE).status_code == 200
        return len(found)

    more()
    client.post(url, PURPOSE)
    one = asked()
    more()
    more()
    assert asked() == one
