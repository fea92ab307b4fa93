"""The pages of this app, as a browser without JavaScript asks for them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nodes.models import ReadLog
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import EligibilityCheck, InterestForm, JudgedDouble, MeetingGuest, Participant, SecrecyWaiver
from participants.selectors.doubles import identity_index
from participants.states import FormState
from tests.factories import InterestFormFactory, NodeFactory, ParticipantFactory, ServiceUnitFactory, member
from vida import clock

pytestmark = pytest.mark.django_db

NUMBER = "199002289800"  # Skatteverket's test series
ENDS = ("199002289800", "19900228-9800", "9002289800", "900228-9800", "-9800")


@pytest.fixture
def node():
    return NodeFactory(slug="vast", municipalities=["0184", "0183"])


@pytest.fixture
def unit(node):
    return ServiceUnitFactory(node=node)


@pytest.fixture
def inside(node):
    """Act in the node, for making and reading rows."""
    return lambda: acting_in(node_scope(node.pk))


def url(name, *args):
    return reverse(f"participants:{name}", args=["vast", *args])


def filled(unit, **changes):
    """What a browser sends from the registration page, with changes."""
    return {
        "given_name": "Amina", "family_name": "Yusuf Ali", "date_of_birth": "28/2 1990", "identity_number": "",
        "sex": "woman", "municipality": "0184", "postcode": "169 56", "phone": "070-174 06 05", "email": "",
        "languages_0": "Arabiska", "languages_1": "somaliska", "languages_2": "", "interpreter_language": "Soomaali",
        "citizenships_0": "Somalia", "citizenships_1": "", "route": "establishment", "permit_class": "refugee",
        "permit_permanent": "on", "permit_from": "2024-01-01", "permit_until": "", "method": "attested",
        "plan_kind": "establishment", "service_unit": str(unit.pk), "children_to_bring": "2",
        "max_travel_minutes": "45", "adaptation": "Lokal utan trappor", "protection": "", "protection_since": "",
        "times-TOTAL_FORMS": "2", "times-INITIAL_FORMS": "0",
        "times-0-kind": "sfi", "times-0-weekdays": ["0", "2"], "times-0-starts_at": "08:30", "times-0-ends_at": "12:00",
        "times-1-kind": "", "times-1-starts_at": "", "times-1-ends_at": "",
        **changes,
    }  # fmt: skip


# --- registering -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CASE_OFFICER])
def test_a_person_is_registered_on_one_page(role, client, signed_in, node, unit, inside):
    user = signed_in(role, node, unit if role == Role.CASE_OFFICER else None)
    assert client.get(url("register")).status_code == 200
    response = client.post(url("register"), filled(unit, next="form"))
    with inside():
        person = Participant.objects.get()
        times = list(person.taken_times.values_list("kind", "weekday"))
        check = EligibilityCheck.objects.get()
    assert response.status_code == 302
    assert response.url == url("form_register", person.pk)
    assert (person.full_name, person.date_of_birth, person.phone) == (
        "Amina Yusuf Ali",
        date(1990, 2, 28),
        "+46701740605",
    )
    assert (person.languages, person.interpreter_language, person.citizenships) == (["ar", "so"], "so", ["SO"])
    assert (person.postcode, person.children_to_bring, person.registered_by) == ("16956", 2, user)
    assert person.case_officer == (user if role == Role.CASE_OFFICER else None)
    assert times == [("sfi", 0), ("sfi", 2)]
    assert (check.answer, check.rules, check.method) == ("yes", [], "attested")


def test_the_least_that_is_needed_is_little(client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    needed = {"given_name", "date_of_birth", "sex", "municipality", "route", "method", "plan_kind", "service_unit"}
    data = {k: v for k, v in filled(unit).items() if k in needed or k in ("times-TOTAL_FORMS", "times-INITIAL_FORMS")}
    response = client.post(url("register"), data)
    assert response.status_code == 302
    with inside():
        assert Participant.objects.get().full_name == "Amina"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given_name": "", "family_name": ""}, "given_name"),
        ({"given_name": "A" * 101}, "given_name"),
        ({"given_name": "Am\x00ina"}, "given_name"),
        ({"given_name": "Am\x07ina"}, "given_name"),
        ({"given_name": "\u200f\u202e", "family_name": ""}, "given_name"),
        ({"date_of_birth": ""}, "date_of_birth"),
        ({"date_of_birth": "1990-02-30"}, "date_of_birth"),
        ({"date_of_birth": "1899-12-31"}, "date_of_birth"),
        ({"date_of_birth": "2990-01-01"}, "date_of_birth"),
        ({"date_of_birth": "i går"}, "date_of_birth"),
        ({"date_of_birth": "9" * 5000}, "date_of_birth"),
        ({"identity_number": "19900228-9801"}, "identity_number"),
        ({"identity_number": "😀"}, "identity_number"),
        ({"sex": "annat"}, "sex"),
        ({"municipality": "9999"}, "municipality"),
        ({"postcode": "00100"}, "postcode"),
        ({"phone": "08-123"}, "phone"),
        ({"phone": "1" * 300}, "phone"),
        ({"email": "inte en adress"}, "email"),
        ({"languages_0": "klingonska"}, "languages"),
        ({"interpreter_language": "arabisk"}, "interpreter_language"),
        ({"citizenships_0": "Atlantis"}, "citizenships"),
        ({"permit_class": "x"}, "permit_class"),
        ({"permit_from": "2024-02-30"}, "permit_from"),
        ({"permit_permanent": "", "permit_until": "2023-12-31"}, "permit_until"),
        ({"service_unit": "0"}, "service_unit"),
        ({"service_unit": "\x00"}, "service_unit"),
        ({"children_to_bring": "-1"}, "children_to_bring"),
        ({"children_to_bring": "99999999999999999999"}, "children_to_bring"),
        ({"max_travel_minutes": "fem"}, "max_travel_minutes"),
        ({"adaptation": "a" * 501}, "adaptation"),
        ({"protection": "marking"}, "protection_since"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(changes, field, client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    response = client.post(url("register"), filled(unit, **changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Lokal utan trappor" in response.content.decode() or field == "adaptation"
    assert "08:30" in response.content.decode()
    with inside():
        assert not Participant.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"times-0-ends_at": "08:30"},
        {"times-0-ends_at": ""},
        {"times-0-weekdays": []},
        {"times-0-weekdays": ["7"]},
        {"times-0-starts_at": "kvart över"},
        {"times-TOTAL_FORMS": "x"},
        {"times-TOTAL_FORMS": "100000"},
    ],
)
def test_a_wrong_time_saves_nothing(changes, client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.post(url("register"), filled(unit, **changes)).status_code == 422
    with inside():
        assert not Participant.objects.exists()


@pytest.mark.parametrize("name", ["ሰላም ገብረ", "محمد عبد الرحمن", "Олександра", "Łucja-Åsa O’Neil", "Amina 😀", "Li"])
def test_names_of_every_script_are_kept_and_found(name, client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.post(url("register"), filled(unit, given_name=name, family_name="")).status_code == 302
    with inside():
        assert Participant.objects.get().given_name == name
    first = name.split()[0]
    assert client.get(url("list"), {"q": first}).context["table"].page.paginator.count == 1


@pytest.mark.parametrize(
    "typed", ["1990-02-28", "19900228", "28/2 1990", "28.2.1990", "28-02-1990", "1990 02 28", "1990/2/28"]
)
def test_a_day_of_birth_is_read_as_people_write_it(typed, client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.post(url("register"), filled(unit, date_of_birth=typed)).status_code == 302
    with inside():
        assert Participant.objects.get().date_of_birth == date(1990, 2, 28)


def test_a_number_gives_the_day_of_birth_and_is_never_shown_again(client, signed_in, node, unit, inside, caplog):
    signed_in(Role.CASE_OFFICER, node, unit)
    response = client.post(url("register"), filled(unit, identity_number="900228-9800", date_of_birth=""), follow=True)
    with inside():
        person = Participant.objects.get()
        raw = Participant.objects.filter(pk=person.pk).values_list("identity_index", flat=True).get()
    assert (person.identity_number, person.identity_kind, len(raw)) == (NUMBER, "personal", 64)
    assert person.date_of_birth == date(1990, 2, 28)
    pages = [
        response,
        client.get(url("list")),
        client.get(url("change", person.pk)),
        client.get(url("form_register", person.pk)),
    ]
    for page in pages:
        assert not any(end in page.content.decode() for end in ENDS)
    assert "19900228-****" in pages[2].content.decode()
    assert not any(end in caplog.text for end in ENDS)


def test_a_change_keeps_the_number_unless_a_new_one_is_written(client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    client.post(url("register"), filled(unit, identity_number=NUMBER))
    with inside():
        pk = Participant.objects.get().pk
    assert client.post(url("change", pk), filled(unit, given_name="Aamina")).status_code == 302
    with inside():
        person = Participant.objects.get()
        assert (person.given_name, person.identity_number, person.search_key) == ("Aamina", NUMBER, "aamina yusuf ali")
    client.post(url("change", pk), filled(unit, identity_number="19850775-9812"))
    with inside():
        assert Participant.objects.get().identity_kind == "coordination"


def test_a_unit_without_a_contact_is_refused_with_a_sentence(client, signed_in, node, inside):
    lonely = ServiceUnitFactory(node=node, contact_name="")
    signed_in(Role.COORDINATOR, node)
    response = client.post(url("register"), filled(lonely))
    assert response.status_code == 422
    assert "ingen kontaktperson" in str(response.context["form"].errors["service_unit"])
    with inside():
        assert not Participant.objects.exists()


def test_a_case_officer_registers_in_the_own_unit_only(client, signed_in, node, unit, inside):
    other = ServiceUnitFactory(node=node)
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.post(url("register"), filled(other)).status_code == 422
    with inside():
        assert not Participant.objects.exists()


def test_who_cannot_take_part_is_saved_only_on_purpose(client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    swede = filled(unit, citizenships_1="Sverige", next="form")
    response = client.post(url("register"), swede)
    assert response.status_code == 422
    assert "Svenska medborgare kan inte delta" in response.content.decode()
    with inside():
        assert not Participant.objects.exists()
    client.post(url("register"), {**swede, "save_anyway": "on"})
    with inside():
        person = Participant.objects.get()
        assert EligibilityCheck.objects.get().rules == ["swedish_citizen"]
    answer = client.post(url("form_register", person.pk), wishes(area_1="football"))
    assert answer.status_code == 422
    with inside():
        assert not InterestForm.objects.exists()


def test_the_answer_is_shown_while_the_form_is_filled_in(client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    page = client.post(url("register_preview"), filled(unit, date_of_birth="2010-01-01")).content.decode()
    assert "Programmet tar emot från 20 år" in page
    assert "Kan delta" in client.post(url("register_preview"), filled(unit)).content.decode()
    assert "Fyll i födelsedatum" in client.post(url("register_preview"), {}).content.decode()
    with inside():
        assert not Participant.objects.exists()


# --- doubles ---------------------------------------------------------------------------------------------------------


def test_a_likely_double_is_shown_before_saving_and_another_person_can_be_saved(client, signed_in, node, unit, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    with inside():
        known = ParticipantFactory(
            service_unit=unit, given_name="Aamina", family_name="Yusuf Cali", date_of_birth=date(1990, 2, 28)
        )
        ParticipantFactory(service_unit=unit, given_name="Per", family_name="Öst", date_of_birth=date(1990, 2, 28))
    response = client.post(url("register"), filled(unit))
    assert response.status_code == 422
    assert [double.participant for double in response.context["asked"]] == [known]
    with inside():
        assert Participant.objects.count() == 2
        assert ReadLog.objects.filter(user=user, participant_id=known.pk, why="double").exists()
    again = client.post(url("register"), filled(unit, same_person_as=str(known.pk), is_another="on"))
    assert again.status_code == 302
    with inside():
        assert JudgedDouble.objects.get().other == known


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ({"phone": "+46701740605"}, {"date_of_birth": "1985-01-01"}),
        ({"number": NUMBER}, {"identity_number": NUMBER, "phone": ""}),
    ],
)
def test_the_same_phone_or_number_is_a_likely_double(known, typed, client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    number = known.pop("number", "")
    fields = (
        {"identity_number": number, "identity_index": identity_index(number), "identity_kind": "personal"}
        if number
        else {}
    )
    with inside():
        ParticipantFactory(
            service_unit=unit,
            given_name="Helt",
            family_name="Annorlunda",
            date_of_birth=date(1970, 1, 1),
            **known,
            **fields,
        )
    assert client.post(url("register"), filled(unit, **typed)).status_code == 422


def test_doubles_beyond_the_officers_sight_and_protected_ones_are_not_shown(client, signed_in, node, unit, inside):
    other, far = ServiceUnitFactory(node=node), ServiceUnitFactory(node=NodeFactory(slug="ost"))
    same = {
        "given_name": "Amina",
        "family_name": "Yusuf Ali",
        "date_of_birth": date(1990, 2, 28),
        "phone": "+46701740605",
    }
    with inside():
        ParticipantFactory(service_unit=other, **same)
        ParticipantFactory(service_unit=unit, protection="marking", protection_since=date(2025, 1, 1), **same)
    with acting_in(node_scope(far.node_id)):
        ParticipantFactory(service_unit=far, **same)
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.post(url("register"), filled(unit)).status_code == 302


def test_a_second_submit_makes_no_second_person(client, signed_in, node, unit, inside):
    signed_in(Role.CASE_OFFICER, node, unit)
    client.post(url("register"), filled(unit))
    assert client.post(url("register"), filled(unit)).status_code == 422
    with inside():
        assert Participant.objects.count() == 1


def test_the_coordinator_finds_possible_doubles_and_judges_them(client, signed_in, node, unit, inside):
    with inside():
        one = ParticipantFactory(service_unit=unit, given_name="Mohammed", family_name="Ali")
        other = ParticipantFactory(service_unit=ServiceUnitFactory(node=node), given_name="Muhammad", family_name="Ali")
        ParticipantFactory(service_unit=unit, given_name="Bo", family_name="Ek")
    signed_in(Role.COORDINATOR, node)
    (pair,) = client.get(url("doubles")).context["pairs"]
    assert (pair.older, pair.newer) == (one, other)
    client.post(url("doubles"), {"one": one.pk, "other": other.pk})
    assert client.get(url("doubles")).context["pairs"] == []
    assert client.post(url("doubles"), {"one": "x", "other": other.pk}).status_code == 404


# --- interests -------------------------------------------------------------------------------------------------------


def wishes(**changes):
    return {
        "area_1": "",
        "area_2": "",
        "area_3": "",
        "free_text": "",
        "asked_on": clock.today().isoformat(),
        "meeting": "",
        **changes,
    }


@pytest.fixture
def person(unit, inside):
    with inside():
        return ParticipantFactory(service_unit=unit)


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
    assert "Färre än tre intressen" in response.content.decode() or response.status_code == 200
    with inside():
        form = InterestForm.objects.get()
        assert (form.due_on, form.free_text) == (asked + timedelta(days=14), "gärna ute")
        assert [choice.area.code for choice in form.choices.all()] == ["football", "swimming"]


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
    client.post(url("form_register", person.pk), wishes(area_1="football", **given))
    with inside():
        waiver = SecrecyWaiver.objects.get()
        assert (waiver.language, waiver.withdrawn_at) == ("ar", None)
    assert client.get(url("waiver_withdraw", person.pk, waiver.pk)).status_code == 200
    client.post(url("waiver_withdraw", person.pk, waiver.pk))
    client.post(url("waiver_withdraw", person.pk, waiver.pk))
    with inside():
        assert SecrecyWaiver.objects.get().withdrawn_at is not None


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
    with inside():
        assert InterestForm.objects.get().state == FormState.CLOSED
    assert client.post(url("form_close", form.participant_id), {"reason": "Igen"}).status_code == 404


def test_search_as_you_type_understands_peoples_own_words(client, signed_in, node, unit):
    signed_in(Role.CASE_OFFICER, node, unit)
    assert "Fotboll" in client.get(url("form_areas"), {"q": "fotbollsskola"}).content.decode()
    assert "Inget intresse heter så" in client.get(url("form_areas"), {"q": "xyzzy"}).content.decode()
    assert client.get(url("form_areas"), {"q": "\x00😀" * 500}).status_code == 200
    chosen = client.post(url("form_pick"), {"area_1": "swimming", "pick": "football"})
    assert chosen.context["form"].initial == {"area_1": "swimming", "area_2": "football", "area_3": ""}


# --- protected identity ----------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(unit, inside):
    with inside():
        person = ParticipantFactory(
            service_unit=unit, given_name="Hemlig", family_name="Person", protection="registration",
            protection_since=date(2025, 1, 1), municipality_id="0183",
        )  # fmt: skip
        InterestFormFactory(participant=person)
    return person


def test_a_protected_person_is_in_no_list_search_or_export(client, signed_in, node, unit, hidden):
    signed_in(Role.COORDINATOR, node)
    for page in (
        client.get(url("list")),
        client.get(url("list"), {"q": "Hemlig"}),
        client.get(url("protected")),
        client.get(url("open_protected", hidden.pk)),
    ):
        assert "Hemlig Person" not in page.content.decode()
    assert "1 person med skyddade uppgifter visas inte" in client.get(url("list")).content.decode()
    rows = read_back(client.post(url("export"), {"purpose": "Uppföljning med enheten"}))
    assert not any("Hemlig" in str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("name", ["change", "form_register", "form_close", "waiver", "protect"])
def test_a_protected_persons_pages_ask_why_first(name, client, signed_in, node, unit, hidden, inside):
    user = signed_in(Role.COORDINATOR, node)
    assert client.get(url(name, hidden.pk)).url == url("open_protected", hidden.pk)
    assert client.post(url("open_protected", hidden.pk), {"reason": "kort"}).status_code == 422
    assert client.post(url("open_protected", hidden.pk), {"reason": "Ringer om första mötet"}).status_code == 302
    assert client.get(url(name, hidden.pk)).status_code == 200
    with inside():
        assert ReadLog.objects.filter(user=user, participant_id=hidden.pk, why="Ringer om första mötet").count() == 1


def test_the_door_closes_after_a_quarter_of_an_hour(client, signed_in, node, hidden, settings):
    signed_in(Role.COORDINATOR, node)
    client.post(url("open_protected", hidden.pk), {"reason": "Ringer om första mötet"})
    settings.CLOCK_DAYS_AHEAD = 1
    assert client.get(url("change", hidden.pk)).status_code == 302


def test_only_the_named_officer_and_the_coordinator_may_open(client, signed_in, node, unit, hidden, inside):
    colleague = signed_in(Role.CASE_OFFICER, node, unit)
    page = client.post(url("open_protected", hidden.pk), {"reason": "Nyfiken på vem det är"})
    assert page.status_code == 403
    assert "kontakta samordnaren" in page.content.decode()
    assert client.get(url("change", hidden.pk)).status_code == 302
    with inside():
        Participant.objects.filter(pk=hidden.pk).update(case_officer=colleague)
    assert client.post(url("open_protected", hidden.pk), {"reason": "Ringer om första mötet"}).status_code == 302
    assert client.get(url("change", hidden.pk)).status_code == 200


def test_protection_is_set_and_lifted(client, signed_in, node, unit, person, inside):
    signed_in(Role.COORDINATOR, node)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert client.post(url("protect", person.pk), {"kind": "marking", "since": tomorrow}).status_code == 422
    assert client.post(url("protect", person.pk), {"kind": "marking", "since": ""}).status_code == 422
    assert client.post(url("protect", person.pk), {"kind": "marking", "since": "2026-01-01"}).status_code == 302
    with inside():
        assert Participant.objects.get().protection == "marking"
    client.post(url("open_protected", person.pk), {"reason": "Skyddet är hävt av Skatteverket"})
    client.post(url("protect", person.pk), {"kind": ""})
    with inside():
        assert Participant.objects.get().protection == ""


# --- the list --------------------------------------------------------------------------------------------------------


def read_back(response):
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


@pytest.mark.parametrize(
    "query",
    [{}, {"q": "amina"}, {"sort": "left"}, {"sort": "-registered"}, {"lage": "waiting"}, {"intresse": "ball_games"}],
)
def test_the_list_costs_the_same_however_long(query, client, signed_in, node, unit, inside):
    signed_in(Role.COORDINATOR, node)
    counts = []
    for more in (1, 2):
        with inside():
            for _ in range(more):
                InterestFormFactory(participant=ParticipantFactory(service_unit=ServiceUnitFactory(node=node)))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("list"), query)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def crowd(on_a_friday, node, unit, inside):
    """One of each kind."""
    today, now = clock.today(), clock.now()
    with inside():
        user = member(Role.COORDINATOR, node=node)
        people = {
            name: ParticipantFactory(service_unit=unit, given_name=name, family_name="")
            for name in ("Late", "Soon", "Calm", "Offered", "Matched", "Closed", "Formless")
        }
        for name, days in (("Late", -21), ("Soon", -10), ("Calm", 0)):
            asked = today + timedelta(days=days)
            InterestFormFactory(participant=people[name], asked_on=asked, areas=["swimming"])
        InterestFormFactory(participant=people["Offered"], state="offered")
        InterestFormFactory(participant=people["Matched"], state="matched", matched_at=now)
        InterestFormFactory(participant=people["Closed"], state="closed", closed_at=now, closed_by=user)
        ParticipantFactory(service_unit=unit, given_name="Gone", family_name="", withdrawn_at=now, withdrawn_by=user)
        other = ServiceUnitFactory(node=node)
        ParticipantFactory(
            service_unit=other, given_name="Elsewhere", family_name="", municipality_id="0180", languages=["ti"]
        )
        people["Elsewhere"] = other
    return people


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Calm", "Closed", "Elsewhere", "Formless", "Late", "Matched", "Offered", "Soon"]),
        ({"sort": "-name"}, ["Soon", "Offered", "Matched", "Late", "Formless", "Elsewhere", "Closed", "Calm"]),
        ({"lage": "waiting", "sort": "left"}, ["Late", "Soon", "Calm"]),
        ({"lage": "offered"}, ["Offered"]),
        ({"lage": "matched"}, ["Matched"]),
        ({"lage": "closed"}, ["Closed"]),
        ({"lage": "none"}, ["Elsewhere", "Formless"]),
        ({"klocka": "late"}, ["Late"]),
        ({"klocka": "soon"}, ["Soon"]),
        ({"klocka": "later"}, ["Calm"]),
        ({"intresse": "swimming"}, ["Calm", "Late", "Soon"]),
        ({"intresse": "outdoors"}, ["Calm", "Late", "Soon"]),
        ({"sprak": "ti"}, ["Elsewhere"]),
        ({"kommun": "0184", "lage": "none"}, ["Formless"]),
        ({"kommun": "other"}, ["Elsewhere"]),
        ({"q": "ate"}, ["Late"]),
        ({"q": "LÁTE"}, ["Late"]),
        ({"q": "late calm"}, []),
        ({"vilka": "slutat"}, ["Gone"]),
        (
            {"lage": "nonsens", "page": "999", "sort": "x"},
            ["Calm", "Closed", "Elsewhere", "Formless", "Late", "Matched", "Offered", "Soon"],
        ),
        ({"q": "\x00%_\\"}, None),
    ],
)
def test_searching_narrowing_and_sorting(query, names, client, signed_in, node, crowd):
    signed_in(Role.COORDINATOR, node)
    response = client.get(url("list"), query)
    assert response.status_code == 200
    if names is not None:
        assert [row.record.given_name for row in response.context["table"].page.object_list] == names


def test_the_unit_narrows_too(client, signed_in, node, crowd):
    signed_in(Role.COORDINATOR, node)
    table = client.get(url("list"), {"enhet": crowd["Elsewhere"].pk}).context["table"]
    assert [row.record.given_name for row in table.page.object_list] == ["Elsewhere"]


def test_the_rows_say_how_long_is_left(client, signed_in, node, crowd):
    signed_in(Role.COORDINATOR, node)
    page = client.get(url("list")).content.decode()
    for words in (
        "7 dagar försenat",
        "4 dagar kvar",
        "14 dagar kvar",
        "Har ett erbjudande",
        "Matchad",
        "Ingen intresseanmälan",
    ):
        assert words in page


def test_every_row_shown_is_logged_and_no_other(client, signed_in, node, crowd, inside):
    user = signed_in(Role.COORDINATOR, node)
    client.get(url("list"), {"q": "late"})
    with inside():
        assert list(ReadLog.objects.filter(user=user).values_list("participant_id", "where", "why")) == [
            (crowd["Late"].pk, "participants:list", "list")
        ]


def test_a_long_list_has_pages(client, signed_in, node, unit, inside):
    with inside():
        for _ in range(26):
            ParticipantFactory(service_unit=unit)
    signed_in(Role.COORDINATOR, node)
    first = client.get(url("list"))
    assert "Visar 1–25 av 26 deltagare" in first.content.decode()
    assert len(list(client.get(url("list"), {"page": "2"}).context["table"].page.object_list)) == 1


def test_the_export_needs_a_purpose_and_gives_what_is_shown(client, signed_in, node, unit, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    client.post(url("register"), filled(unit, identity_number=NUMBER))
    with inside():
        shown = Participant.objects.get()
        ParticipantFactory(service_unit=unit, given_name="Zed")
        ParticipantFactory(service_unit=ServiceUnitFactory(node=node), given_name="Amina", family_name="Annans")
    assert client.get(url("export") + "?q=amina").status_code == 200
    assert client.post(url("export") + "?q=amina", {"purpose": "kort"}).status_code == 422
    response = client.post(url("export") + "?q=amina", {"purpose": "Uppföljning med enheten"})
    heading, *rows = read_back(response)
    assert [row[0] for row in rows] == ["Amina Yusuf Ali"]
    assert "9800" not in " ".join(str(cell) for row in rows for cell in row)
    assert not {"Medborgarskap", "Anpassning", "Identitetsnummer", "Född"} & set(heading)
    with inside():
        logged = ReadLog.objects.filter(user=user, why="export: Uppföljning med enheten")
        assert [row.participant_id for row in logged] == [shown.pk]


# --- meetings --------------------------------------------------------------------------------------------------------


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


# --- walls -----------------------------------------------------------------------------------------------------------

PERSON_PAGES = ["change", "form_register", "form_close", "waiver", "open_protected", "protect"]
NODE_PAGES = ["list", "export", "register", "protected", "doubles", "meetings", "meeting_new", "form_areas"]


@pytest.fixture
def waiting(unit, inside):
    with inside():
        return InterestFormFactory(participant=ParticipantFactory(service_unit=unit, given_name="Zebedeus")).participant


@pytest.mark.parametrize("name", PERSON_PAGES)
def test_a_persons_pages_do_not_exist_for_another_node_or_unit(name, client, signed_in, node, unit, waiting):
    far = NodeFactory(slug="ost")
    signed_in(Role.COORDINATOR, far)
    assert client.get(url(name, waiting.pk)).status_code == 404
    assert client.get(reverse(f"participants:{name}", args=["ost", waiting.pk])).status_code == 404
    signed_in(Role.CASE_OFFICER, node, ServiceUnitFactory(node=node))
    assert client.get(url(name, waiting.pk)).status_code == 404
    assert client.post(url(name, waiting.pk), {"reason": "Vill se personen"}).status_code == 404
    signed_in(Role.CASE_OFFICER, node, unit)
    assert client.get(url(name, waiting.pk)).status_code in (200, 302)


@pytest.mark.parametrize("name", NODE_PAGES)
def test_the_nodes_pages_do_not_exist_for_another_node(name, client, signed_in, waiting):
    signed_in(Role.COORDINATOR, NodeFactory(slug="ost"))
    assert client.get(url(name)).status_code == 404
    assert "Zebedeus" not in client.get(reverse(f"participants:{name}", args=["ost"])).content.decode()


@pytest.mark.parametrize("name", NODE_PAGES)
@pytest.mark.parametrize("role", [Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER])
def test_other_roles_get_no_participants(role, name, client, signed_in, node):
    signed_in(role, node)
    assert client.get(url(name)).status_code == 403


def test_another_units_officer_sees_nobody_in_the_list(client, signed_in, node, waiting):
    signed_in(Role.CASE_OFFICER, node, ServiceUnitFactory(node=node))
    for query in ({}, {"q": "zebedeus"}, {"lage": "waiting"}):
        assert "Zebedeus" not in client.get(url("list"), query).content.decode().replace('value="zebedeus"', "")


@pytest.mark.parametrize("name", ["change", "form_register", "form_close", "waiver", "protect"])
def test_every_page_of_a_person_is_in_the_read_log(name, client, signed_in, node, unit, waiting, inside):
    user = signed_in(Role.CASE_OFFICER, node, unit)
    client.get(url(name, waiting.pk))
    with inside():
        assert ReadLog.objects.filter(user=user, participant_id=waiting.pk, where=f"participants:{name}").count() == 1


def test_a_withdrawn_person_is_taken_back_by_one_press(client, signed_in, node, unit, person, inside):
    user = signed_in(Role.COORDINATOR, node)
    with inside():
        Participant.objects.filter(pk=person.pk).update(withdrawn_at=clock.now(), withdrawn_by=user)
    assert client.post(url("change", person.pk), filled(unit)).status_code == 422
    assert client.post(url("take_back", person.pk)).status_code == 302
    with inside():
        assert Participant.objects.get().withdrawn_at is None
