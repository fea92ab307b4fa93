"""Attendance: who may be marked when, what a mark does to the placement, and what the list tells the association."""

import re
from datetime import timedelta
from io import BytesIO

import page
import pytest
from django.utils.formats import date_format
from pdfminer.high_level import extract_text

from associations.models import Activity, Occasion
from nodes.actors import Actor
from nodes.models import ReadLog
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import Participant, SecrecyWaiver
from placements.models import Attendance
from placements.selectors.attendance import sheet
from placements.services.attendance import fill_in
from placements.services.placements import Refused
from placements.states import PlacementState
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    ParticipantFactory,
    ServiceUnitFactory,
    UserFactory,
    member,
)
from tests.placements.factories import PlacementFactory
from vida import clock
from vida.calendar import shown_due

pytestmark = pytest.mark.django_db

PRESENT, ABSENT = Attendance.Mark.PRESENT, Attendance.Mark.ABSENT


@pytest.fixture
def world():
    """A node with an activity of three occasions: two have been, one is ahead."""
    unit = ServiceUnitFactory(node__slug="vast")
    with acting_in(node_scope(unit.node_id)):
        activity = ActivityFactory(association=AssociationFactory(node=unit.node), state="running")
        for number, days in enumerate((-8, -1, 6), start=1):
            at = clock.now() + timedelta(days=days)
            Occasion.objects.create(
                node=unit.node, activity=activity, number=number, starts_at=at, ends_at=at + timedelta(hours=1)
            )
        yield {
            "unit": unit,
            "node": unit.node,
            "activity": activity,
            "by": Actor(UserFactory(), frozenset({Role.COORDINATOR})),
        }


def place(world, **fields):
    names = {
        key: fields.pop(key) for key in ("given_name", "family_name", "protection", "protection_since") if key in fields
    }
    person = ParticipantFactory(service_unit=world["unit"], **names)
    return PlacementFactory(participant=person, activity=world["activity"], **fields)


def waive(placement, **fields):
    SecrecyWaiver.objects.create(
        node=placement.node,
        service_unit=placement.service_unit,
        participant=placement.participant,
        to_whom="Föreningen",
        what="Namn",
        purpose="Närvaro",
        how=SecrecyWaiver.How.WRITTEN,
        recorded_by=placement.agreed_by,
        **{"valid_from": clock.today(), **fields},
    )


def occasion(world, number):
    return Occasion.objects.get(activity=world["activity"], number=number)


def test_the_first_presence_starts_the_placement_and_taking_it_back_undoes_that(world):
    placement = place(world, state=PlacementState.IN_PLAN)
    fill_in(occasion=occasion(world, 1), marks={placement: ABSENT}, by=world["by"])
    placement.refresh_from_db()
    assert placement.state == PlacementState.IN_PLAN
    fill_in(occasion=occasion(world, 2), marks={placement: PRESENT}, by=world["by"])
    placement.refresh_from_db()
    assert (placement.state, placement.started_on) == (
        PlacementState.STARTED,
        clock.local(occasion(world, 2).starts_at).date(),
    )
    fill_in(occasion=occasion(world, 2), marks={placement: ""}, by=world["by"])
    placement.refresh_from_db()
    assert (placement.state, placement.started_on) == (PlacementState.IN_PLAN, None)


def test_without_a_plan_entry_the_start_is_undone_to_agreed(world):
    placement = place(world)
    fill_in(occasion=occasion(world, 2), marks={placement: PRESENT}, by=world["by"])
    fill_in(occasion=occasion(world, 2), marks={placement: ABSENT}, by=world["by"])
    placement.refresh_from_db()
    assert placement.state == PlacementState.AGREED


def test_what_cannot_be_marked(world):
    placement = place(world)
    with pytest.raises(Refused, match="inte varit än"):
        fill_in(occasion=occasion(world, 3), marks={placement: PRESENT}, by=world["by"])
    called_off = occasion(world, 1)
    called_off.cancelled_at = clock.now()
    called_off.save()
    with pytest.raises(Refused, match="inställt"):
        fill_in(occasion=called_off, marks={placement: PRESENT}, by=world["by"])
    cancelled = place(world, state=PlacementState.CANCELLED)
    with pytest.raises(Refused, match="avbokad"):
        fill_in(occasion=occasion(world, 2), marks={cancelled: PRESENT}, by=world["by"])
    assert not Attendance.objects.exists()


def test_the_page_saves_all_marks_and_logs_the_read(world, signed_in, client):
    first, second = place(world), place(world)
    signed_in(Role.COORDINATOR, world["node"])
    url = f"/vast/aktiviteter/{world['activity'].pk}/narvaro/?tillfalle=2"
    assert client.get(url).status_code == 200
    assert ReadLog.objects.filter(where="placements:attendance").count() == 2
    answer = client.post(url, {f"mark-{first.pk}": PRESENT, f"mark-{second.pk}": ABSENT})
    assert answer.status_code == 302
    assert set(Attendance.objects.values_list("placement_id", "mark")) == {(first.pk, PRESENT), (second.pk, ABSENT)}


@pytest.mark.parametrize(("days_ago", "words"), [(14, "sista dag i dag"), (15, "1 dag försenat")])
def test_the_page_says_when_the_list_is_due_and_what_is_missing(
    world, signed_in, client, settings, on_a_friday, days_ago, words
):
    placement, ended = place(world), on_a_friday - timedelta(days=days_ago)
    Activity.objects.filter(pk=world["activity"].pk).update(first_on=ended - timedelta(days=40), last_on=ended)
    signed_in(Role.COORDINATOR, world["node"])
    url = f"/vast/aktiviteter/{world['activity'].pk}/narvaro/"
    page = " ".join(client.get(url).content.decode().split())
    day = {14: "22 januari 2027", 15: "21 januari 2027"}[days_ago]
    assert f"vara inne senast {day}, 14 dagar efter" in page
    assert "Närvaron från 3 tillfällen saknas." in page
    assert words in page
    for number in (1, 2, 3):
        fill_in(occasion=occasion(world, number), marks={placement: PRESENT}, by=world["by"])
    page = client.get(url).content.decode()
    assert "saknas" not in page
    assert words not in page


def test_a_wrong_mark_is_refused_at_the_field_and_nothing_is_saved(world, signed_in, client):
    first, second = place(world), place(world)
    signed_in(Role.COORDINATOR, world["node"])
    url = f"/vast/aktiviteter/{world['activity'].pk}/narvaro/?tillfalle=2"
    answer = client.post(url, {f"mark-{first.pk}": PRESENT, f"mark-{second.pk}": "\x00kanske 🙂"})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_another_nodes_coordinator_finds_nothing(world, signed_in, client):
    place(world)
    other = ServiceUnitFactory(node__slug="nordost").node
    signed_in(Role.COORDINATOR, other)
    for address in ("narvaro/", "narvaro.pdf"):
        assert client.get(f"/vast/aktiviteter/{world['activity'].pk}/{address}").status_code == 404
        assert client.get(f"/nordost/aktiviteter/{world['activity'].pk}/{address}").status_code == 404


def test_the_sheet_takes_the_same_number_of_queries_for_one_and_three(world, django_assert_num_queries):
    place(world)
    with django_assert_num_queries(4):
        assert len(sheet(world["activity"], clock.today()).rows) == 1
    place(world)
    place(world)
    with django_assert_num_queries(4):
        assert len(sheet(world["activity"], clock.today()).rows) == 3


def test_the_list_for_the_association(world, client):
    """Names in every script where secrecy is waived; nobody else's name, and no word of protection."""
    named = [
        place(world, given_name="أمينة", family_name="الحسيني"),
        place(world, given_name="ሰላም", family_name="ገብረ"),
        place(world, given_name="Олена", family_name="Шевченко"),
    ]
    for placement in named:
        waive(placement)
    secret = place(world, given_name="Hemlig", protection="marking", protection_since=clock.today())
    waive(secret)
    unwaived = place(world, given_name="Tyst")
    lapsed = place(world, given_name="Förfallen")
    waive(lapsed, valid_from=clock.today() - timedelta(days=9), valid_until=clock.today() - timedelta(days=1))
    client.force_login(member(Role.COORDINATOR, node=world["node"]))
    answer = client.get(f"/vast/aktiviteter/{world['activity'].pk}/narvaro.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = extract_text(BytesIO(answer.content))
    assert "Олена Шевченко" in text
    assert "ሰላም" in text
    for hidden in (secret, unwaived, lapsed):
        assert hidden.participant.given_name not in text
    assert text.count("namnet lämnas inte ut") == 3
    assert "kydda" not in text
    due = shown_due(world["activity"].last_on + timedelta(days=14))
    assert f"senast {date_format(due, 'j F Y')}." in " ".join(text.split())
    assert ReadLog.objects.filter(why="pdf").count() == 6
    assert named[0].participant.given_name not in answer["Content-Disposition"]


def test_the_list_says_what_to_do_for_those_who_let_it_and_nothing_else_of_them(world, client):
    """R114: the words are there for everybody; they are told of one, with no reason and nothing about the others."""
    tells, lately = {"tells_adaptation": True}, clock.today() - timedelta(days=1)
    told, only_name = place(world, given_name="Öppen"), place(world, given_name="Namnad")
    unwaived, lapsed, taken_back = (place(world, given_name="Tyst") for _each in range(3))
    hidden = place(world, given_name="Hemlig", protection="marking", protection_since=clock.today())
    waive(told, **tells)
    waive(told)
    waive(only_name)
    for each in (only_name, lapsed):
        waive(each, **tells, valid_from=lately, valid_until=lately)
    waive(taken_back, **tells, withdrawn_at=clock.now(), withdrawn_by=taken_back.agreed_by)
    waive(hidden, **tells)
    known = {"phone": "0701740605", "permit_class": "family_of_protected", "interpreter_language": "so"}
    for number, each in enumerate((told, only_name, unwaived, lapsed, taken_back, hidden)):
        Participant.objects.filter(pk=each.participant_id).update(adaptation=f"Rampen {number}.", **known)
    client.force_login(member(Role.COORDINATOR, node=world["node"]))
    answer = client.get(f"/vast/aktiviteter/{world['activity'].pk}/narvaro.pdf")
    text = " ".join(extract_text(BytesIO(answer.content)).split())
    assert re.search(r"Att tänka på .*Nr \d, Öppen \S+: Rampen 0\.", text)
    assert text.count("Rampen") == 1
    assert "Namnad" in text
    person = Participant.objects.get(pk=told.participant_id)
    for secret in (person.phone, person.phone[3:], "omali", person.get_permit_class_display(), "kydda"):
        assert secret not in text
    assert not page.validate_pdf_bytes(answer.content).failures


def test_a_list_without_anything_to_do_has_no_heading_for_it(world, client):
    placement = place(world)
    waive(placement, tells_adaptation=True)
    client.force_login(member(Role.COORDINATOR, node=world["node"]))
    text = extract_text(BytesIO(client.get(f"/vast/aktiviteter/{world['activity'].pk}/narvaro.pdf").content))
    assert placement.participant.given_name in text
    assert "Att tänka på" not in text


def test_who_is_not_named_stands_last_and_not_between_two_names(world):
    hidden = {"protection": "marking", "protection_since": clock.today()}
    people = [("Alm", {}), ("Mo", hidden), ("Lo", hidden), ("Öst", {})]
    alm, mo, lo, ost = [place(world, family_name=name, **fields) for name, fields in people]
    tyst = place(world, family_name="Berg")
    for placement in (alm, mo, lo, ost):
        waive(placement)
    assert [row.placement for row in sheet(world["activity"], clock.today()).rows] == [alm, ost, mo, lo, tyst]


def test_a_protected_person_is_marked_by_who_has_said_why(world, signed_in, client):
    """The activity tells when and where, so its page does not tell who."""
    open_one = place(world)
    secret = place(world, given_name="Hemlig", protection="marking", protection_since=clock.today())
    signed_in(Role.COORDINATOR, world["node"])
    url = f"/vast/aktiviteter/{world['activity'].pk}/narvaro/?tillfalle=2"
    both = {f"mark-{placement.pk}": PRESENT for placement in (open_one, secret)}
    client.post(url, both)
    assert [mark.placement for mark in Attendance.objects.all()] == [open_one]
    answer = client.get(url).content.decode()
    assert "1 person med skyddade uppgifter har en plats" in answer
    assert f"mark-{secret.pk}" not in answer
    assert f"nr {secret.participant_id}" not in answer
    assert not ReadLog.objects.filter(participant_id=secret.participant_id).exists()
    client.post(f"/vast/deltagare/{secret.participant_id}/oppna/", {"reason": "Fyller i närvaron"})
    answer = client.get(url).content.decode()
    assert f"Skyddade uppgifter (nr {secret.participant_id})" in answer
    assert "Hemlig" not in answer
    assert "har en plats" not in answer
    client.post(url, both)
    assert Attendance.objects.filter(placement=secret, mark=PRESENT).exists()


def test_an_activity_of_protected_people_alone_has_nothing_to_fill_in(world, signed_in, client):
    place(world, protection="marking", protection_since=clock.today())
    signed_in(Role.COORDINATOR, world["node"])
    answer = client.get(f"/vast/aktiviteter/{world['activity'].pk}/narvaro/").content.decode()
    assert "1 person med skyddade uppgifter har en plats" in answer
    assert "Spara närvaron" not in answer
    assert "har inte börjat" not in answer


def test_the_list_names_the_association_as_the_form_did_until_it_is_known(world, client):
    activity = Activity.objects.filter(pk=world["activity"].pk)
    activity.update(state="submitted", association=None, association_name="Solna Simsällskap")
    client.force_login(member(Role.COORDINATOR, node=world["node"]))
    answer = client.get(f"/vast/aktiviteter/{world['activity'].pk}/narvaro.pdf")
    text = extract_text(BytesIO(answer.content))
    assert "Solna Simsällskap" in text
    assert "None" not in text


def test_a_list_of_nobody_says_so_and_has_nothing_to_sign(world, client):
    place(world, state=PlacementState.CANCELLED)
    client.force_login(member(Role.COORDINATOR, node=world["node"]))
    answer = client.get(f"/vast/aktiviteter/{world['activity'].pk}/narvaro.pdf")
    text = extract_text(BytesIO(answer.content))
    assert "Ingen har en plats i aktiviteten" in text
    assert "Sätt ett kryss" not in text
    assert "underskrift" not in text
    assert not page.validate_pdf_bytes(answer.content).failures


def test_the_list_is_pdf_ua(world, client):
    waive(place(world, given_name="أمينة", family_name="الحسيني"))
    client.force_login(member(Role.COORDINATOR, node=world["node"]))
    answer = client.get(f"/vast/aktiviteter/{world['activity'].pk}/narvaro.pdf")
    assert not page.validate_pdf_bytes(answer.content).failures
