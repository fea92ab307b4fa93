"""People with protected identity: every page asks why first, or tells neither who, what nor where (R176).

The pages are those of the list of addresses, so a new one is tried too.
"""

import re
from contextlib import contextmanager
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.urls import reverse
from pdfminer.high_level import extract_text

from associations.models import Activity
from matching.models import MatchingRound, Offer, Proposal
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm, MeetingGuest, Participant, SecrecyWaiver
from placements.models import Attendance, Placement
from tests.test_isolation import OF_NODE
from tests.world import NUMBER_OF, a_whole_node, arguments_into
from vida import clock

pytestmark = pytest.mark.django_db

WHO = ("Zebulon", "Quistgaard", "Norrtälje", "199002289800")
WHERE = ("Yggdrasilsdans", "Gömmarhallen")
OWN_ROWS = (Participant, InterestForm, Offer, Placement, Attendance, SecrecyWaiver, MeetingGuest, Proposal)
DOOR = "participants:open_protected"
A_CHOICE = re.compile(r"<option (?![^>]*selected)[^>]*>Norrtälje\s*</option>")  # among all municipalities
PIECE = re.compile(r"<(?:li|tr|option|h2|header)\b")


def of(name):
    return NUMBER_OF[max((start for start in NUMBER_OF if name.startswith(start)), key=len, default="matching:")]


def about_one_person(name):
    parts = set(OF_NODE[name].pattern.converters)
    return bool(parts & {"form", "guest", "proposal", "waiver"}) or (
        "pk" in parts and of(name) in ("person", "offer", "placement")
    )


def about_the_activity(name):
    return "pk" in OF_NODE[name].pattern.converters and of(name) == "activity"


@pytest.fixture
def world(client):
    """A node whose one person is protected, lives where nobody else does, and has one of everything."""
    made = a_whole_node("vast")
    with acting_in(node_scope(made.node.pk)):
        Participant.objects.update(
            protection="marking", protection_since=date(2025, 1, 1), municipality_id="0188", case_officer=None
        )
        Activity.objects.filter(pk=made.activity.pk).update(place="Gömmarhallen")
        forecast = MatchingRound.objects.get()
        forecast.pk, forecast.purpose = None, MatchingRound.Purpose.FORECAST
        forecast.save()
        left_without = Proposal.objects.get()
        left_without.pk, left_without.round = None, forecast
        left_without.activity = left_without.rank = left_without.travel = None
        left_without.save()
    client.force_login(made.coordinator)
    return made


def waits(world):
    """The person's form waits once more."""
    with acting_in(node_scope(world.node.pk)):
        Offer.objects.update(state="withdrawn", ended_at=clock.now(), ended_by=world.coordinator)
        InterestForm.objects.update(state="waiting")


def address(world, name):
    made = arguments_into(world, name, OF_NODE[name], "vast")
    return reverse(name, kwargs={k: "2026-Q1" if k == "quarter" else v for k, v in made.items()})


def words_of(answer):
    """What a page, a document or a sheet says."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return extract_text(BytesIO(content))
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as book:
            return unescape("".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml")))
    return unescape(content.decode())


def keys_of(world):
    """The person, by anything that leads to it."""
    return re.compile(
        rf"/(?:deltagare/{world.person.pk}|erbjudanden/{world.offer.pk}|placeringar/{world.placement.pk}"
        rf"|matchning/{world.form.pk}|matchning/{world.guest.pk}|person/\d+)/"
        rf"|\bnr {world.person.pk}\b|mark-{world.placement.pk}\b"
    )


def tells(world, name, answer):
    """Whether the page has a word that only the person has, or a way to the person beside where somebody will be."""
    said = A_CHOICE.sub("", words_of(answer))
    words = (*WHO, *WHERE) if about_one_person(name) else WHO
    pieces = [said] if about_the_activity(name) else PIECE.split(said)
    return any(word in said for word in words) or any(
        keys_of(world).search(piece) and any(word in piece for word in WHERE) for piece in pieces
    )


def answers(client, url):
    """What a GET gets, or a POST where only that is taken; and a list that is handed out for a purpose."""
    got = client.get(url)
    yield client.post(url) if got.status_code == 405 else got
    if b'name="purpose"' in got.content:
        yield client.post(url, {"purpose": "Uppföljning med enheten"})


@contextmanager
def undone():
    """Whatever is done inside is not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("stands", ["offered", "waiting"])
def test_no_page_tells_of_a_protected_person_without_a_reason(stands, world, client):
    if stands == "waiting":
        waits(world)
    telling = []
    for name in OF_NODE:
        with undone():
            telling += [name for answer in answers(client, address(world, name)) if tells(world, name, answer)]
    assert not telling


def rows_of(world):
    with acting_in(node_scope(world.node.pk)):
        return [list(model.objects.order_by("pk").values()) for model in OWN_ROWS]


def test_nothing_is_done_to_a_protected_person_without_a_reason(world, client):
    sent = {
        "reason": "Det blev fel.",
        "entered_on": clock.today().isoformat(),
        "wants_new_offer": "no",
        "kind": "",
        f"mark-{world.placement.pk}": "present",
    }
    presses = [sent, *({press: world.guest.pk, "understood": "yes"} for press in ("remove", "guest"))]
    pages = [name for name in OF_NODE if about_one_person(name) and name != DOOR]
    before, done = rows_of(world), []
    for name in [*pages, "participants:meeting", "placements:attendance"]:
        for press in presses:
            with undone():
                client.post(address(world, name), press)
                done += [(name, press)] if rows_of(world) != before else []
    assert not done


def test_who_has_said_why_sees_it(world, client):
    """So that the tests above have something to see."""
    client.post(reverse(DOOR, args=["vast", world.person.pk]), {"reason": "Ringer om första gången"})
    for name in ("matching:participant", "matching:offer", "matching:sheet", "placements:plan_entry", "placements:end"):
        assert "Yggdrasilsdans" in words_of(client.get(address(world, name))), name
    attendance = words_of(client.get(address(world, "placements:attendance")))
    assert keys_of(world).search(attendance)
    assert "Zebulon" not in attendance
    client.post(address(world, "placements:end"), {"reason": "Det blev fel."})
    with acting_in(node_scope(world.node.pk)):
        assert Placement.objects.get().state == "cancelled"
