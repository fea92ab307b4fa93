"""The demonstration's inventions: the same for the same seed, true to the rules, and nobody's real number."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from stdnum import luhn

from associations.models import Activity as ActivityModel
from associations.models import Association as AssociationModel
from associations.states import ActivityState
from demo.names import origins
from demo.people import NODE_CODES, Person, node_sizes, people
from demo.register import COLUMNS, CUT_AT, EXAMPLE, PUBLISHED, register_rows
from demo.source import phrases, read_csv
from demo.staff import staff, units
from demo.supply import activities, associations
from nodes.interests import areas, named_areas
from nodes.reference import find_postcode, municipalities
from nodes.roles import LEVEL, Level, Role
from participants.models import Participant, TakenTime
from vida.identity import InvalidNumber, organisation_number, parse

TODAY = date(2026, 11, 22)
SEED = 7
FICTION = re.compile(r"\+46(7017406(0[5-9]|[1-9]\d)|8465004\d\d)")
RESERVED_DOMAINS = ("example.se", "example.org", "example.com")


@pytest.fixture(scope="module")
def everybody() -> list[Person]:
    return [person for node, size in node_sizes().items() for person in people(SEED, size, node, today=TODAY)]


def age(person: Person) -> int:
    born = person.date_of_birth
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


class TestPeople:
    def test_the_same_seed_gives_the_same_people_and_another_seed_others(self):
        assert people(1, 20, "vast", today=TODAY) == people(1, 20, "vast", today=TODAY)
        assert people(1, 20, "vast", today=TODAY) != people(2, 20, "vast", today=TODAY)
        assert people(1, 40, "vast", today=TODAY)[:20] == people(1, 20, "vast", today=TODAY)

    def test_the_nodes_share_all_participants(self, everybody):
        assert sum(node_sizes(450).values()) == len(everybody) == 450
        assert sum(node_sizes(7).values()) == 7
        for node, codes in {
            "vast": {"0184", "0183", "0125"},
            "nordost": {"0160", "0162", "0117", "0187", "0188"},
            "stockholm": {"0180"},
        }.items():
            assert {person.municipality_code for person in everybody if person.node == node} == codes

    def test_a_postcode_lies_in_the_municipality(self, everybody):
        for person in everybody:
            if person.postcode:
                place = find_postcode(person.postcode)
                assert place is not None
                assert place.municipality_code == person.municipality_code

    def test_identity_numbers_are_of_the_test_series_and_right(self, everybody):
        numbered = [person for person in everybody if person.identity_number]
        assert len(numbered) > 300
        for person in numbered:
            assert person.identity_number[8:11] in {str(number) for number in range(980, 990)}
            identity = parse(person.identity_number)
            assert identity.kind == person.identity_kind
            assert identity.born == person.date_of_birth
            if person.sex != "non_binary":
                assert (int(person.identity_number[10]) % 2 == 1) == (person.sex == "man")
        assert {person.identity_kind for person in everybody} == {"personal", "coordination", ""}

    def test_nobody_shares_a_number_within_or_between_nodes(self):
        many = [person for node in NODE_CODES for person in people(SEED, 800, node, today=TODAY)]
        numbers = Counter(person.identity_number for person in many if person.identity_number)
        assert max(numbers.values()) == 1

    def test_phone_numbers_and_mail_addresses_belong_to_nobody(self, everybody):
        assert all(FICTION.fullmatch(person.phone) for person in everybody if person.phone)
        assert all(person.email.endswith(RESERVED_DOMAINS) for person in everybody if person.email)
        assert all(person.email.isascii() for person in everybody)

    def test_names_come_in_every_kind(self, everybody):
        assert all(person.given_name or person.family_name for person in everybody)
        assert any(not person.family_name for person in everybody)
        assert any(not person.given_name for person in everybody)
        registered = "".join(person.given_name for person in everybody)
        for letters in ("\u0600-\u06ff", "\u1200-\u137f", "\u0400-\u04ff"):  # Arabic, Ge'ez, Cyrillic
            assert re.search(f"[{letters}]", registered)

    def test_some_are_born_on_new_years_day_and_ages_reach_both_sides_of_the_limits(self, everybody):
        born_first = [p for p in everybody if (p.date_of_birth.month, p.date_of_birth.day) == (1, 1)]
        assert 0.08 < len(born_first) / len(everybody) < 0.35
        ages = Counter(age(person) for person in everybody)
        assert min(ages) < 20
        assert max(ages) > 64
        assert sum(number for years, number in ages.items() if 20 <= years <= 64) / len(everybody) > 0.93

    def test_sexes_are_shared_as_among_those_received(self, everybody):
        sexes = Counter(person.sex for person in everybody)
        assert 0.42 < sexes["woman"] / len(everybody) < 0.56
        assert {person.origin for person in everybody} == set(origins())

    def test_every_answer_on_eligibility_occurs(self, everybody):
        assert any("SE" in person.citizenships for person in everybody)
        assert any(not person.citizenships for person in everybody)
        assert any(not person.permit_class for person in everybody)
        assert any(person.permit_until is not None and person.permit_until < 0 for person in everybody)

    def test_codes_are_those_of_the_models(self, everybody):
        assert {p.sex for p in everybody} <= set(Participant.Sex.values)
        assert {p.permit_class for p in everybody} - {""} <= set(Participant.PermitClass.values)
        assert {p.route for p in everybody} == set(Participant.Route.values)
        assert {p.plan_kind for p in everybody} <= set(Participant.PlanKind.values)
        assert {p.protection for p in everybody} - {""} <= set(Participant.Protection.values)
        assert {taken.kind for p in everybody for taken in p.taken_times} <= set(TakenTime.Kind.values)
        assert {p.unit for p in everybody} <= {unit.key for unit in units()}

    def test_taken_times_never_lie_upon_each_other(self, everybody):
        for person in everybody:
            times = sorted((t.weekday, t.starts_at, t.ends_at) for t in person.taken_times)
            assert all(start < end for _, start, end in times)
            assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(times))

    def test_wishes_are_one_to_three_different_leaves(self, everybody):
        assert {len(person.interests) for person in everybody} == {1, 2, 3}
        assert all(len(set(person.interests)) == len(person.interests) for person in everybody)
        assert all(areas()[code].parent for person in everybody for code in person.interests)

    def test_some_were_asked_within_the_last_days_and_none_in_the_future(self, everybody):
        assert max(person.asked for person in everybody) <= 0
        assert sum(person.asked >= -16 for person in everybody) > 50
        assert all(p.permit_from is None or p.permit_from < p.asked for p in everybody)

    def test_ages_hold_on_any_day_of_the_year(self):
        for days in range(0, 366, 61):
            today = date(2028, 1, 1) + timedelta(days=days)
            for person in people(3, 60, "nordost", today=today):
                assert 18 <= today.year - person.date_of_birth.year <= 69


class TestSupply:
    def test_there_are_about_150_associations_and_60_activities_in_all_nodes(self):
        assert 145 <= len(associations(SEED)) <= 160
        assert 58 <= len(activities(SEED)) <= 65
        for node in NODE_CODES:
            assert associations(SEED, node)
            assert len(activities(SEED, node)) >= 15
        assert associations(SEED) == associations(SEED)
        assert activities(SEED) == activities(SEED)

    def test_organisation_numbers_are_right_and_unique_or_have_a_reason(self):
        numbered = [a.organisation_number for a in associations(SEED) if a.organisation_number]
        assert len(set(numbered)) == len(numbered)
        assert all(organisation_number(number) == number for number in numbered)
        assert all(number.startswith("8999") for number in numbered)
        assert all(bool(a.organisation_number) != bool(a.no_number_reason) for a in associations(SEED))

    def test_codes_and_places_are_real_and_addresses_nobodys(self):
        names = [association.name for association in associations(SEED)]
        assert len(set(names)) == len(names)
        for association in associations(SEED):
            assert association.kind in AssociationModel.Kind.values
            assert association.status in AssociationModel.Status.values
            assert association.municipality_code in municipalities()
            assert association.email.endswith(RESERVED_DOMAINS)
            assert association.contact_email.endswith(RESERVED_DOMAINS)
            assert association.email.isascii()
            assert FICTION.fullmatch(association.phone)
            assert FICTION.fullmatch(association.contact_phone)

    def test_near_doubles_look_like_one_that_exists(self):
        doubles = [association for association in associations(SEED) if association.near_double_of]
        names = {association.name for association in associations(SEED)}
        assert len(doubles) == 3
        assert {double.near_double_of for double in doubles} <= names

    def test_every_activity_fulfils_the_framework(self):
        for activity in activities(SEED):
            assert activity.occasions >= 5
            assert activity.minutes >= 60
            assert activity.introduction
            assert activity.theory_rules
            assert activity.theory_organisation
            assert activity.continuing
            assert activity.promotes_language or activity.promotes_health or activity.promotes_network
            assert "{" not in activity.introduction

    def test_every_state_and_every_part_of_the_day_occurs(self):
        made = activities(SEED)
        assert {activity.state for activity in made} == set(ActivityState.values)
        assert any(activity.weekday >= 5 for activity in made)
        assert any(activity.starts_at.hour < 12 for activity in made)
        assert any(activity.starts_at.hour >= 17 for activity in made)
        assert any(activity.for_whom == "women" for activity in made)
        assert any(activity.children_welcome for activity in made)

    def test_states_agree_with_the_days(self):
        for activity in activities(SEED):
            last = activity.first + 7 * (activity.occasions - 1)
            if activity.state == "running":
                assert activity.first + 6 < 0 <= last
            elif activity.state == "ended":
                assert last + 6 + 28 < 0  # also where holidays push the end on
            elif activity.state != "cancelled":
                assert activity.first > 0

    def test_codes_are_those_of_the_models_and_places_exist(self):
        for activity in activities(SEED):
            assert activity.for_whom in ActivityModel.ForWhom.values
            assert activity.compensation in ActivityModel.Compensation.values
            assert (activity.compensation_amount is not None) == (activity.compensation == "money")
            assert all(areas()[code].parent for code in activity.areas)
            assert len(activity.title) <= 120
            place = find_postcode(activity.postcode)
            assert place is not None
            assert place.municipality_code == activity.municipality_code

    def test_a_decision_against_has_its_comment(self):
        for activity in activities(SEED):
            assert bool(activity.decision_comment) == (activity.state in {"returned", "refused", "cancelled"})


class TestTexts:
    def test_nothing_is_ever_said_to_be_ordered(self):
        said = [str(phrases())]
        said += [a.title + a.description + a.introduction + a.theory_rules + a.continuing for a in activities(SEED)]
        assert "beställ" not in " ".join(said).casefold()

    def test_staff_have_every_role_at_its_level_and_every_unit_somebody(self):
        assert {member.role for member in staff()} == set(Role.values)
        for member in staff():
            level = LEVEL[Role(member.role)]
            assert bool(member.node) == (level != Level.PROGRAMME)
            assert bool(member.unit) == (level == Level.SERVICE_UNIT)
            assert member.email.endswith(RESERVED_DOMAINS)
        assert {member.unit for member in staff()} - {""} == {unit.key for unit in units()}
        assert len({(member.email, member.node) for member in staff()}) == len(staff())

    def test_names_have_no_mixed_scripts(self):
        for row in read_csv("names.csv"):
            assert re.fullmatch(r"[A-Za-zÀ-ɏ' -]+", row["latin"]), row
            assert not re.search(r"[A-Za-z]", row["script"]), row


class TestRegister:
    def test_the_example_is_what_the_generator_writes(self):
        with EXAMPLE.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            assert tuple(reader.fieldnames or ()) == COLUMNS
            assert list(reader) == register_rows(1)

    def test_it_has_every_fault_of_real_registers(self):
        rows = register_rows(1)
        assert len(rows) == 120
        numbers = [row["org_number"] for row in rows]
        names = [row["name"] for row in rows]
        assert any(re.fullmatch(r"\d{10}", number) for number in numbers), "without hyphen"
        assert any("–" in number for number in numbers), "with a dash"
        assert any(re.fullmatch(r"\d{6}-\d{2}|\d{5}-\d{4}", number) for number in numbers), "truncated"
        assert any(re.fullmatch(r"\d{6}-\d{4}", n) and not luhn.is_valid(n.replace("-", "")) for n in numbers), "wrong"
        assert any(name != name.strip() for name in names), "stray spaces"
        assert any("  " in name.strip() for name in names), "spaces inside"
        assert any(name.isupper() for name in names), "capitals"
        assert any(len(name) == CUT_AT for name in names), "cut"
        assert any(not name.strip() for name in names), "no name"
        assert max(Counter(name for name in names if name.strip()).values()) == 2, "doubles"
        assert len({row["id"] for row in rows}) == len(rows)

    def test_each_municipality_leaves_the_same_columns_empty(self):
        assert {row["municipality"] for row in register_rows(1)} == set(PUBLISHED)
        for row in register_rows(1):
            filled = {column for column in COLUMNS if row[column]}
            assert filled - PUBLISHED[row["municipality"]] <= {"node", "id", "municipality", "scraped", "name"}

    def test_the_only_identity_number_is_of_the_test_series(self):
        refused = []
        for row in register_rows(1):
            digits = re.sub(r"\D", "", row["org_number"])
            if len(digits) == 12 and not digits.startswith("16"):
                refused.append(row["org_number"])
                assert digits[8:11].startswith("98")
                assert luhn.is_valid(digits[2:])
                with pytest.raises(InvalidNumber):
                    organisation_number(row["org_number"])
        assert refused == ["19900228-9800"]

    def test_what_registers_say_leads_to_interest_areas(self):
        said = {label for row in register_rows(1) for label in row["activities"].split("|") if label}
        assert {label for label in said if not named_areas(label)} <= {"Religion"}
