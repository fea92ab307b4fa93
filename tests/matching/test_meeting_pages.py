"""The pages of the matching meeting without a script: who is there, one person at a time, and what is printed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.models import MeetingTap, Offer
from matching.services import meeting as taps
from matching.services import offers
from nodes.models import ReadLog
from nodes.roles import Role
from participants.services import people
from tests.factories import ParticipantFactory, ServiceUnitFactory, member
from tests.matching.conftest import place
from tests.matching.meetings import guest_at, meeting_in, tapped
from vida import clock

pytestmark = pytest.mark.django_db
HIDDEN = {"protection": "marking", "protection_since": clock.today()}


@pytest.fixture
def meeting(here):
    with here.scope:
        return meeting_in(here)


@pytest.fixture
def football(here):
    with here.scope:
        return [here.activity(title=f"Fotboll {n}") for n in range(4)]


def comes(here, meeting, **person):
    with here.scope:
        return guest_at(meeting, here.waiting(**{"given_name": "Amina", "family_name": "Quist", **person}), here)


def address(meeting, last=""):
    return f"/har/moten/{meeting.pk}/matchning/{last}"


def of(guest):
    return address(guest.meeting, f"{guest.pk}/")


def queries(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.usefixtures("on_a_friday")
def test_the_list_says_where_each_stands(here, coordinator, meeting, football):
    with here.scope:
        given = here.waiting(given_name="Given")
        said_yes = here.waiting(given_name="Jasägare")
        offers.give(form=given, activity=football[0], channel="phone", by=here.officer)
        yes = offers.give(form=said_yes, activity=football[0], channel="phone", by=here.officer)
        offers.accept(offer=yes, by=here.officer)
        for form in (
            given,
            said_yes,
            here.waiting(given_name="Väntare"),
            here.waiting("singing", given_name="Sångare"),
        ):
            guest_at(meeting, form, here)
        guest_at(meeting, ParticipantFactory(service_unit=here.unit, given_name="Formlös"), here)
    page = coordinator.get(address(meeting)).content.decode()
    rows = {
        name: page.split(name)[1].split("</tr>")[0] for name in ("Given", "Jasägare", "Väntare", "Sångare", "Formlös")
    }
    assert "Har ett erbjudande att svara på" in rows["Given"]
    assert "Har sagt ja" in rows["Jasägare"]
    assert "Väntar på erbjudande" in rows["Väntare"]
    assert "Inget förslag" in rows["Sångare"]
    assert "Ingen intresseanmälan" in rows["Formlös"]
    assert "14 dagar kvar" in rows["Väntare"]
    assert "Skriv ut erbjudanden" in page


def test_first_names_only_until_somebody_chooses_whole_names(here, coordinator, meeting, football):
    guest = comes(here, meeting)
    for url in (address(meeting), of(guest), address(meeting, "alla/")):
        page = coordinator.get(url).content.decode()
        assert "Amina" in page
        assert "Quist" not in page
    comes(here, meeting, family_name="Zetterlund")
    page = coordinator.get(of(guest)).content.decode()
    assert "Amina Q." in page, "two share the first name"
    coordinator.post(address(meeting), {"names": "full"})
    assert "Amina Quist" in coordinator.get(of(guest)).content.decode()
    coordinator.post(address(meeting), {"names": "first"})
    assert "Amina Quist" not in coordinator.get(of(guest)).content.decode()


def test_the_deck_is_walked_by_links(here, coordinator, meeting, football):
    first, second, third = (comes(here, meeting, given_name=name, family_name=name) for name in ("Abel", "Bo", "Cia"))
    page = coordinator.get(of(second)).content.decode()
    assert "2 av 3" in page
    assert f'href="{of(first)}"' in page
    assert f'href="{of(third)}"' in page
    assert "Hoppa över" in page
    assert "Till listan" in coordinator.get(of(third)).content.decode()


def test_every_tap_is_saved_and_leads_on(here, coordinator, meeting, football):
    guest = comes(here, meeting)
    for activity in football[:3]:
        page = coordinator.get(of(guest)).context["card"]
        assert (page.standing, page.proposals[0].activity) == ("waiting", activity)
        answer = coordinator.post(of(guest), tapped("offer", activity))
        assert (answer.status_code, answer.url) == (303, of(guest))
        page = coordinator.get(of(guest)).context["card"]
        assert (page.standing, page.proposals[0].activity) == ("given", activity)
        said = coordinator.post(of(guest), tapped("no", activity, reason="travel", wants="yes"), follow=True)
        assert "Nej är sparat. Här är nästa förslag." in said.content.decode()
    coordinator.post(of(guest), tapped("offer", football[3]))
    page = coordinator.post(of(guest), tapped("yes", football[3]), follow=True).content.decode()
    assert "Har sagt ja" in page
    assert football[3].contact_name in page
    with here.scope:
        assert set(Offer.objects.filter(state="declined").values_list("answer_reason", flat=True)) == {
            "För långt att åka"
        }


def test_the_last_tap_is_undone_by_its_button(here, coordinator, meeting, football):
    guest = comes(here, meeting)
    coordinator.post(of(guest), tapped("offer", football[0]))
    undo = coordinator.get(of(guest)).context["undo"]
    answer = coordinator.post(undo["url"], tapped("undo", undoes=undo["undoes"]))
    assert answer.url == of(guest)
    page = coordinator.get(of(guest))
    assert page.context["card"].standing == "waiting"
    assert page.context["undo"] is None
    with here.scope:
        assert Offer.objects.get().answer_reason == "Fel knapp på mötet"


def test_a_place_that_somebody_else_took_is_said_with_the_next_suggestion(here, coordinator, meeting):
    guest = comes(here, meeting, family_name="Quist")
    with here.scope:
        last = here.activity(title="Sista platsen", seats=1)
        offers.give(form=here.waiting(), activity=last, channel="phone", by=here.officer)
        here.activity(title="Nästa i tur")
    answer = coordinator.post(of(guest), tapped("offer", last))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "redan erbjuden" in page
    assert "Nästa i tur" in page
    assert "Sista platsen" not in page


def test_a_yes_without_a_place_leads_to_taking_the_offer_back(here, coordinator, meeting, football):
    guest = comes(here, meeting)
    coordinator.post(of(guest), tapped("offer", football[0]))
    with here.scope:
        type(football[0]).objects.filter(pk=football[0].pk).update(seats=1, seats_taken=1)
    answer = coordinator.post(of(guest), tapped("yes", football[0]))
    assert answer.status_code == 409
    assert "Ta tillbaka och visa nästa" in answer.content.decode()
    coordinator.post(of(guest), tapped("take_back", football[0]))
    assert coordinator.get(of(guest)).context["card"].proposals[0].activity == football[1]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"event": "hej"},
        {"event": "offer"},
        {"event": "offer", "activity": "9" * 30},
        {"event": "no", "activity": "1", "reason": "\x00", "wants": "kanske"},
        {"event": "undo", "undoes": "nej"},
    ],
)
def test_what_nobody_can_tap_is_refused(here, coordinator, meeting, football, sent):
    guest = comes(here, meeting)
    assert coordinator.post(of(guest), {"key": str(uuid4()), **sent}).status_code == 422
    assert coordinator.post(of(guest), sent | {"key": "nyckel"}).status_code == 422
    with here.scope:
        assert not MeetingTap.objects.exists()


def test_the_script_gets_the_card_alone_and_the_same_words(here, coordinator, meeting, football):
    guest = comes(here, meeting)
    sent = tapped("offer", football[0])
    for _twice in range(2):
        answer = coordinator.post(of(guest), sent, headers={"X-Queue": "1"})
        assert answer.status_code == 200
        assert answer.content.decode().strip().startswith("<article")
        assert 'data-stage="offered"' in answer.content.decode()
    with here.scope:
        assert Offer.objects.count() == 1
    refused = coordinator.post(of(guest), tapped("offer", football[1]), headers={"X-Queue": "1"})
    assert refused.status_code == 409
    assert "inte att göra när läget är" in refused.content.decode()


def test_a_guest_who_has_left_or_was_removed_is_gone(here, coordinator, meeting, football):
    left, removed = comes(here, meeting, given_name="Lämnat"), comes(here, meeting, given_name="Borttagen")
    with here.scope:
        people.withdraw(participant=left.participant, by=here.coordinator, reason="Flyttat")
        removed.delete()
    page = coordinator.get(address(meeting)).content.decode()
    assert "Lämnat" not in page
    for guest in (left, removed):
        assert coordinator.get(of(guest)).status_code == 404


def test_protected_people_are_apart_and_never_on_the_screen(here, coordinator, meeting, football):
    guest = comes(here, meeting, given_name="Hemlig", **HIDDEN)
    shown = comes(here, meeting, given_name="Öppen")
    with here.scope:
        taps.offer(guest=guest, activity_id=football[0].pk, key=uuid4(), by=here.coordinator)
        taps.offer(guest=shown, activity_id=football[0].pk, key=uuid4(), by=here.coordinator)
    for url in (address(meeting), address(meeting, "alla/"), address(meeting, "kort/")):
        page = coordinator.get(url).content.decode()
        assert "Öppen" in page
        assert "Hemlig" not in page
    page = coordinator.get(address(meeting)).content.decode()
    assert "1 person med skyddade uppgifter är på mötet" in page
    assert f"/har/deltagare/{guest.participant_id}/" not in page
    assert (
        "1 erbjudande till en person med skyddade uppgifter"
        in coordinator.get(address(meeting, "kort/")).content.decode()
    )
    for answer in (coordinator.get(of(guest)), coordinator.post(of(guest), tapped("yes", football[0]))):
        assert answer.url == f"/har/deltagare/{guest.participant_id}/"
    assert "1 av 1" in coordinator.get(of(shown)).content.decode()


def test_what_is_printed_holds_the_four_facts_in_the_persons_languages(here, coordinator, meeting, football):
    number = {"identity_kind": "personal", "identity_number": "199002282386", "identity_index": "x"}
    guest = comes(here, meeting, interpreter_language="en", **number)
    other = comes(here, meeting, given_name="Finskspråkig", interpreter_language="fi")
    with here.scope:
        for each in (guest, other):
            taps.offer(guest=each, activity_id=football[0].pk, key=uuid4(), by=here.coordinator)
    page = coordinator.get(address(meeting, "kort/")).content.decode()
    first, second = page.split("<article")[1:3]
    for fact in (football[0].title, "18.00", football[0].place, football[0].contact_name, "Amina Quist"):
        assert fact in first
    assert first.index('lang="en"') < first.index('lang="sv"')
    assert "An offer for you" in first
    assert "Ett erbjudande till dig" in first
    assert 'lang="en"' not in second
    assert "199002282386" not in page
    with here.scope:
        assert ReadLog.objects.filter(where="matching:meeting_papers", why="print").count() == 2


def test_everybody_shown_is_in_the_read_log(here, coordinator, meeting, football):
    guests = [comes(here, meeting), comes(here, meeting)]
    coordinator.get(of(guests[0]))
    with here.scope:
        assert set(ReadLog.objects.values_list("participant_id", flat=True)) == {guests[0].participant_id}
    coordinator.get(address(meeting, "alla/"))
    with here.scope:
        assert ReadLog.objects.filter(where="matching:meeting_everybody").count() == 2


def test_the_pages_ask_as_much_for_three_guests_as_for_one(here, coordinator, meeting, football):
    def another():
        guest = comes(here, meeting)
        with here.scope:
            answered = here.waiting("football", "singing")
            taps.offer(
                guest=guest_at(meeting, answered, here), activity_id=football[0].pk, key=uuid4(), by=here.coordinator
            )
        return guest

    first = another()
    urls = [address(meeting), address(meeting, "alla/"), address(meeting, "kort/"), of(first)]
    for url in urls:
        coordinator.get(url)
    one = [queries(coordinator, url) for url in urls]
    for _each in range(2):
        another()
    assert [queries(coordinator, url) for url in urls] == one


def test_a_case_officer_sees_the_own_units_guests_only(here, client, meeting, football):
    own = comes(here, meeting, given_name="Egen")
    with here.scope:
        far = here.waiting(given_name="Främmande", unit=ServiceUnitFactory(node=here.node))
        other = guest_at(meeting, far, here)
    client.force_login(here.officer.user)
    for url in (address(meeting), address(meeting, "alla/")):
        page = client.get(url).content.decode()
        assert "Egen" in page
        assert "Främmande" not in page
    assert client.get(of(other)).status_code == 404
    assert client.post(of(other), tapped("offer", football[0])).status_code == 404
    assert client.post(of(own), tapped("offer", football[0])).status_code == 303


def test_the_meeting_does_not_exist_for_another_node_or_role(here, client, meeting, football):
    guest = comes(here, meeting)
    there = place("dar")
    client.force_login(there.coordinator.user)
    for url in (address(meeting), address(meeting, "alla/"), address(meeting, "kort/"), of(guest)):
        for tried in (url, url.replace("/har/", "/dar/")):
            assert client.get(tried).status_code == 404
            assert client.post(tried, tapped("offer", football[0])).status_code == 404
    client.force_login(member(Role.PROJECT_MANAGER, node=here.node))
    assert client.get(address(meeting)).status_code == 403


def test_the_ways_to_the_meeting(here, coordinator, meeting, football):
    comes(here, meeting)
    to_it = f'href="{address(meeting)}"'
    for url in ("/har/", "/har/matchning/", f"/har/moten/{meeting.pk}/"):
        page = coordinator.get(url).content.decode()
        assert to_it in page, url
    assert "1 person kommer" in coordinator.get("/har/").content.decode()
    with here.scope:
        type(meeting).objects.filter(pk=meeting.pk).update(matching_on=clock.today() + timedelta(days=1))
    for url in ("/har/", "/har/matchning/"):
        assert to_it not in coordinator.get(url).content.decode(), url


def test_an_empty_meeting_says_what_to_do(here, coordinator, meeting):
    page = coordinator.get(address(meeting)).content.decode()
    assert "Ingen är tillagd på mötet än" in page
    assert f'href="/har/moten/{meeting.pk}/"' in page
    assert "Inga erbjudanden att skriva ut" in coordinator.get(address(meeting, "kort/")).content.decode()
