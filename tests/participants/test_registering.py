"""Registering a person on one page, as a browser without JavaScript does: what is kept, and what is refused."""

from datetime import date

import pytest

from nodes.roles import Role
from participants.models import EligibilityCheck, InterestForm, Participant
from tests.factories import ServiceUnitFactory
from tests.participants.pages import NUMBER, filled, url, wishes

pytestmark = pytest.mark.django_db

ENDS = ("199002289800", "19900228-9800", "9002289800", "900228-9800", "-9800")


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


def test_neither_name_says_that_it_may_be_left_out_for_one_is_needed(client, signed_in, node):
    signed_in(Role.COORDINATOR, node)
    page = client.get(url("register")).content.decode()
    names = page[page.index("Förnamn") : page.index("Födelsedatum</label>")]
    assert "Minst ett av namnen behövs." in names
    assert "frivilligt" not in names
    answer = client.post(url("register"), {"times-TOTAL_FORMS": "0", "times-INITIAL_FORMS": "0"})
    assert answer.status_code == 422
    assert 'href="#id_given_name">Förnamn – Skriv minst ett namn.' in " ".join(answer.content.decode().split())


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
        ({"permit_from": "0204-01-01"}, "permit_from"),
        ({"permit_permanent": "", "permit_until": "9999-12-31"}, "permit_until"),
        ({"permit_permanent": "", "permit_until": "2023-12-31"}, "permit_until"),
        ({"service_unit": "0"}, "service_unit"),
        ({"service_unit": "\x00"}, "service_unit"),
        ({"children_to_bring": "-1"}, "children_to_bring"),
        ({"children_to_bring": "99999999999999999999"}, "children_to_bring"),
        ({"max_travel_minutes": "fem"}, "max_travel_minutes"),
        ({"adaptation": "a" * 501}, "adaptation"),
        ({"protection": "marking"}, "protection_since"),
        ({"protection": "marking", "protection_since": "2099-01-01"}, "protection_since"),
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
