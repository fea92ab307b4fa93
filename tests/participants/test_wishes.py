"""Wishes and the waiver: registered, corrected, closed, and found by people's own words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nodes.roles import Role
from participants.models import InformationMeeting, InterestForm, SecrecyWaiver
from participants.states import FormState
from tests.factories import InterestFormFactory, ParticipantFactory
from tests.participants.pages import url, wishes
from vida import clock

pytestmark = pytest.mark.django_db


def test_wishes_are_registered_and_the_clock_starts(client, signed_in, node, unit, person, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    asked = clock.today() - timedelta(days=2)
    page = client.get(url("form_register", person.pk)).content.decode()
    assert "Fotboll" in page
    response = client.post(
        url("form_register", person.pk),
        wishes(area_1="football", area_2="swimming", free_text="gärna ute", asked_on=asked.isoformat()),
        follow=True,
    )
    assert "Färre än tre intressen är valda." in response.content.decode()
    with inside():
        form = InterestForm.objects.get()
        assert (form.due_on, form.free_text) == (asked + timedelta(days=14), "gärna ute")
        assert [choice.area.code for choice in form.choices.all()] == ["football", "swimming"]


def test_three_wishes_are_no_warning(client, signed_in, node, unit, person):
    signed_in(Role.CASE_OFFICER, node, unit)
    three = wishes(area_1="football", area_2="swimming", area_3="chess")
    response = client.post(url("form_register", person.pk), three, follow=True)
    assert "Färre än tre intressen" not in response.content.decode()


def test_both_ways_in_are_told(client, signed_in, node, unit, person, inside):
    """R107: through a meeting, or directly from the case officer."""
    user = signed_in(Role.CASE_OFFICER, node, unit)
    response = client.post(url("form_register", person.pk), wishes(area_1="football"), follow=True)
    assert "Anmäldes direkt, utan möte." in response.content.decode()
    with inside():
        meeting = InformationMeeting.objects.create(node=node, title="Mötet", held_on=clock.today(), created_by=user)
    through = wishes(area_1="football", meeting=str(meeting.pk))
    response = client.post(url("form_register", person.pk), through, follow=True)
    assert "Kom genom mötet Mötet" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "area_1"),
        ({"area_1": "football", "area_2": "football"}, "area_2"),
        ({"area_1": "finns-inte"}, "area_1"),
        ({"area_1": "ball_games"}, "area_1"),
        ({"area_1": "football", "asked_on": ""}, "asked_on"),
        ({"area_1": "football", "asked_on": "2999-01-01"}, "asked_on"),
        ({"area_1": "football", "asked_on": "0001-01-01"}, "asked_on"),
        ({"area_1": "football", "free_text": "a" * 501}, "free_text"),
        ({"area_1": "football", "free_text": "\x00"}, "free_text"),
        ({"area_1": "football", "meeting": "999999999999999999999"}, "meeting"),
    ],
)
def test_wrong_wishes_save_nothing(changes, field, client, signed_in, node, unit, person, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    response = client.post(url("form_register", person.pk), wishes(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    with inside():
        assert not InterestForm.objects.exists()


def test_the_waiver_is_recorded_apart_and_can_be_withdrawn(client, signed_in, node, unit, person, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    given = {
        "with_waiver": "yes", "waiver-to_whom": "Solna BK", "waiver-what": "Namn", "waiver-purpose": "Mottagandet",
        "waiver-how": "interpreted", "waiver-language": "Arabiska", "waiver-valid_from": "2026-01-01",
        "waiver-valid_until": "",
    }  # fmt: skip
    wrong = client.post(url("form_register", person.pk), wishes(area_1="football", **{**given, "waiver-language": ""}))
    assert wrong.status_code == 422
    with inside():
        assert not InterestForm.objects.exists()
    for year in ("0226", "9999"):
        slip = wishes(area_1="football", **{**given, "waiver-valid_from": f"{year}-01-01"})
        assert client.post(url("form_register", person.pk), slip).status_code == 422
    for _time in range(2):
        client.post(url("form_register", person.pk), wishes(area_1="football", **given))
    with inside():
        waiver = SecrecyWaiver.objects.get()
        assert (waiver.language, waiver.withdrawn_at, waiver.tells_adaptation) == ("ar", None, False)
    assert client.get(url("waiver_withdraw", person.pk, waiver.pk)).status_code == 200
    client.post(url("waiver_withdraw", person.pk, waiver.pk))
    client.post(url("waiver_withdraw", person.pk, waiver.pk))
    with inside():
        assert SecrecyWaiver.objects.get().withdrawn_at is not None


def test_a_waiver_tells_what_to_do_only_where_the_person_has_said_so(client, signed_in, node, unit, person, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    given = {
        "to_whom": "Solna BK", "what": "Namn", "purpose": "Mottagandet", "how": "oral", "valid_from": "2026-01-01",
    }  # fmt: skip
    for said in ({}, {"tells_adaptation": "on"}):
        assert client.post(url("waiver", person.pk), {**given, **said}).status_code == 302
    with inside():
        waivers = SecrecyWaiver.objects.order_by("id")
        assert [each.tells_adaptation for each in waivers] == [False, True]
    told = client.get(reverse("matching:participant", args=["vast", person.pk])).content.decode()
    assert told.count("och vad vi ska göra") == 1


def test_the_open_form_is_corrected_and_not_made_twice(client, signed_in, node, unit, person, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    for area in ("football", "swimming"):
        client.post(url("form_register", person.pk), wishes(area_1=area))
    with inside():
        assert [choice.area.code for choice in InterestForm.objects.get().choices.all()] == ["swimming"]


def test_a_form_that_waits_can_be_closed(client, signed_in, node, unit, inside):
    with inside():
        form = InterestFormFactory(participant=ParticipantFactory(service_unit=unit))
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.get(url("form_close", form.participant_id)).status_code == 200
    assert client.post(url("form_close", form.participant_id), {"reason": ""}).status_code == 422
    assert client.post(url("form_close", form.participant_id), {"reason": "Har fått arbete"}).status_code == 302
    assert client.post(url("form_close", form.participant_id), {"reason": "Igen"}).status_code == 302
    with inside():
        closed = InterestForm.objects.get()
        assert (closed.state, closed.closed_reason) == (FormState.CLOSED, "Har fått arbete")


def test_search_as_you_type_understands_peoples_own_words(client, signed_in, node, unit):
    signed_in(Role.CASE_OFFICER, node, unit)
    assert "Fotboll" in client.get(url("form_areas"), {"q": "fotbollsskola"}).content.decode()
    assert "Inget intresse heter så" in client.get(url("form_areas"), {"q": "xyzzy"}).content.decode()
    assert client.get(url("form_areas"), {"q": "\x00😀" * 500}).status_code == 200
    chosen = client.post(url("form_pick"), {"area_1": "swimming", "pick": "football"})
    assert chosen.context["form"].initial == {"area_1": "swimming", "area_2": "football", "area_3": ""}
