"""Information meetings and their guests."""

from datetime import date, time, timedelta

import pytest

from nodes.actors import Actor
from nodes.roles import Role
from participants.models import InformationMeeting, MeetingGuest
from participants.services import meetings
from tests.factories import InterestFormFactory
from tests.participants.pages import read_back, url, wishes
from vida import clock

pytestmark = pytest.mark.django_db


def test_a_meeting_proposes_the_matching_meeting_off_weekends_and_holidays(client, signed_in, node, unit, inside):
    signed_in(Role.COORDINATOR, node)
    response = client.post(
        url("meeting_new"), {"title": "Infomöte", "held_on": "2026-12-10", "starts_at": "17:00"}, follow=True
    )
    meeting = response.context["meeting"]
    assert meeting.matching_on == date(2026, 12, 28)  # 24 December is julafton, then come the holidays and a weekend
    assert client.get(url("meetings")).status_code == 200
    early = {"title": "Infomöte", "held_on": "2026-12-10", "matching_on": "2026-12-09"}
    assert client.post(url("meeting_change", meeting.pk), early).status_code == 422
    assert client.post(url("meeting_new"), {"title": "", "held_on": "\x00"}).status_code == 422
    assert 'value="Informationsmöte"' in client.get(url("meeting_new")).content.decode()


def test_the_proposed_matching_meeting_follows_when_the_meeting_is_moved(client, signed_in, node, unit, inside):
    signed_in(Role.COORDINATOR, node)
    typed = {"title": "Infomöte", "held_on": "2026-11-03"}
    made = client.post(url("meeting_new"), typed, follow=True).context["meeting"]
    page = client.get(url("meeting_change", made.pk))
    moved = {**typed, "held_on": "2026-12-10", "matching_on": page.context["form"]["matching_on"].value() or ""}
    for _again in range(2):
        answer = client.post(url("meeting_change", made.pk), moved, follow=True)
        assert answer.context["meeting"].matching_on == date(2026, 12, 28)
        assert "Valt för hand" not in answer.content.decode()


def test_a_matching_meeting_that_somebody_has_set_stays_and_the_page_says_so(client, signed_in, node, unit, inside):
    signed_in(Role.COORDINATOR, node)
    typed = {"title": "Infomöte", "held_on": "2026-11-03", "matching_on": "2026-12-15"}
    made = client.post(url("meeting_new"), typed, follow=True).context["meeting"]
    page = client.get(url("meeting_change", made.pk))
    moved = {**typed, "held_on": "2026-12-10", "matching_on": page.context["form"]["matching_on"].value()}
    answer = client.post(url("meeting_change", made.pk), moved, follow=True)
    assert answer.context["meeting"].matching_on == date(2026, 12, 15)
    assert "Valt för hand. Två veckor efter mötet är 28 december 2026." in answer.content.decode()
    answer = client.post(url("meeting_change", made.pk), {**moved, "matching_on": ""}, follow=True)
    assert answer.context["meeting"].matching_on == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("state", "days_before", "given"),
    [
        ("waiting", 5, True), ("offered", 5, True), ("closed", 5, False), ("closed", 0, True), ("waiting", 0, True),
    ],
)  # fmt: skip
def test_a_form_that_is_open_or_of_the_meeting_counts_as_wishes(
    client, signed_in, node, unit, person, inside, state, days_before, given
):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    today = clock.today()
    closed = {"closed_at": clock.now(), "closed_by": user} if state == "closed" else {}
    with inside():
        made = InformationMeeting.objects.create(
            node=node, title="Infomöte", held_on=today, matching_on=today, created_by=user
        )
        meetings.invite(meeting=made, participant=person, by=Actor(user, frozenset({Role.CASE_OFFICER})))
        asked_on = today - timedelta(days=days_before)
        form = InterestFormFactory(participant=person, state=state, asked_on=asked_on, **closed)
    answer = client.get(url("meeting", made.pk))
    (shown,) = answer.context["guests"]
    assert shown.wishes == (form if given else None)
    assert ("Fyll i intressen" in answer.content.decode()) is not given


def test_the_open_form_is_shown_before_a_newer_one_that_was_closed(client, signed_in, node, unit, person, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    today = clock.today()
    with inside():
        made = InformationMeeting.objects.create(
            node=node, title="Infomöte", held_on=today, matching_on=today, created_by=user
        )
        meetings.invite(meeting=made, participant=person, by=Actor(user, frozenset({Role.CASE_OFFICER})))
        open_form = InterestFormFactory(participant=person, asked_on=today - timedelta(days=9))
        InterestFormFactory(participant=person, state="closed", closed_at=clock.now(), closed_by=user)
    (shown,) = client.get(url("meeting", made.pk)).context["guests"]
    assert shown.wishes == open_form


def test_meetings_are_narrowed_and_taken_along_as_a_sheet(client, signed_in, node, unit, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    today = clock.today()
    with inside():
        for title, place, ago in (("Infomöte", "Solna", 0), ("Kvällsmöte", "Ekerö", 1), ("Öppet hus", "Solna", -7)):
            InformationMeeting.objects.create(
                node=node, title=title, place=place, held_on=today - timedelta(days=ago), created_by=user,
                starts_at=time(17), matching_on=today,
            )  # fmt: skip

    def shown(**query):
        return {row.record.title for row in client.get(url("meetings"), query).context["table"].page.object_list}

    everything = {"Infomöte", "Kvällsmöte", "Öppet hus"}
    assert shown() == everything
    assert shown(nar="x") == everything
    assert shown(q="\x00") == everything
    assert shown(q="solna") == {"Infomöte", "Öppet hus"}
    assert shown(q="öppet solna") == {"Öppet hus"}
    assert shown(nar="kommande") == {"Infomöte", "Öppet hus"}
    assert shown(nar="varit") == {"Kvällsmöte"}
    heading, row = read_back(client.get(url("meetings_export"), {"q": "kväll"}))
    assert heading == ("Möte", "Datum", "Tid", "Plats", "Matchningsmöte")
    assert row == ("Kvällsmöte", (today - timedelta(days=1)).isoformat(), "17.00", "Ekerö", today.isoformat())


def test_a_meeting_without_a_time_is_on_the_sheet_too(client, signed_in, node):
    signed_in(Role.COORDINATOR, node)
    client.post(url("meeting_new"), {"title": "Infomöte", "held_on": clock.today().isoformat()})
    _heading, row = read_back(client.get(url("meetings_export")))
    assert row[:3] == ("Infomöte", clock.today().isoformat(), "")


def test_guests_are_added_ticked_and_removed(client, signed_in, node, unit, person, hidden, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    response = client.post(url("meeting_new"), {"title": "Infomöte", "held_on": clock.today().isoformat()})
    here = response.url
    found = client.get(here, {"q": person.given_name})
    assert [each.pk for each in found.context["candidates"]] == [person.pk]
    assert client.get(here, {"q": "Hemlig"}).context["candidates"] == []
    assert client.post(here, {"invite": hidden.pk}).status_code == 404
    for _ in range(2):
        client.post(here, {"invite": person.pk})
    with inside():
        guest = MeetingGuest.objects.get()
    client.post(here, {"guest": guest.pk, "understood": "yes"})
    client.post(url("form_register", person.pk), wishes(area_1="football"))
    (shown,) = client.get(here).context["guests"]
    assert shown.guest.understood_by == user
    assert shown.wishes is not None
    client.post(here, {"guest": guest.pk, "understood": "no"})
    client.post(here, {"remove": guest.pk})
    with inside():
        assert not MeetingGuest.objects.exists()
    assert client.post(here, {"remove": "1" * 30}).status_code == 302
