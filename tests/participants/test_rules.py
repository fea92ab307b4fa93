"""Who may take part: the rules' own vectors, both sides of each limit."""

from dataclasses import replace
from datetime import date

import pytest

from participants.models import EligibilityCheck, Participant
from participants.selectors.rules import NAMES, NOTES, RULES, Case, Terms, assess

YES, NO, UNCERTAIN = EligibilityCheck.Answer.YES, EligibilityCheck.Answer.NO, EligibilityCheck.Answer.UNCERTAIN
AMIF = Terms(min_age=20, max_age=64, third_country_only=True, horizon_days=90)
OTHER = replace(AMIF, third_country_only=False)
DAY = date(2026, 11, 22)
EXPIRED = {"permit_permanent": False, "permit_until": date(2026, 11, 21)}


def case(**changes) -> Case:
    """Somebody whom every rule lets in, with changes."""
    fine = Case(
        on=DAY,
        terms=AMIF,
        born=date(1990, 2, 28),
        citizenships=frozenset({"SY"}),
        route=Participant.Route.ESTABLISHMENT,
        permit_class=Participant.PermitClass.REFUGEE,
        permit_permanent=True,
        permit_from=date(2024, 1, 1),
        permit_until=None,
        proven=True,
        in_municipality=True,
    )
    return replace(fine, **changes)


def verdict(**changes):
    answer = assess(case(**changes))
    return answer.answer, [rule.code for rule in answer.rules]


def test_who_fits_gets_yes_and_no_rule():
    answer = assess(case())
    assert (answer.answer, answer.rules, answer.notes) == (YES, [], [])


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2006, 11, 22), (YES, [])),  # 20 today
        (date(2006, 11, 23), (NO, ["too_young"])),  # 19
        (date(1961, 11, 23), (YES, [])),  # 64
        (date(1961, 11, 22), (NO, ["too_old"])),  # 65 today
        (date(2027, 1, 1), (NO, ["too_young"])),  # not born
    ],
)
def test_age_counts_on_the_day_of_the_check(born, expected):
    assert verdict(born=born) == expected


def test_age_limits_come_from_the_terms():
    assert verdict(born=date(1961, 11, 22), terms=replace(AMIF, max_age=65)) == (YES, [])


@pytest.mark.parametrize(
    ("citizenships", "expected"),
    [
        ({"SY"}, (YES, [])),
        ({"GB"}, (YES, [])),
        ({"XA"}, (YES, [])),  # stateless
        ({"SE"}, (NO, ["swedish_citizen"])),
        ({"SY", "SE"}, (NO, ["swedish_citizen"])),
        ({"PL"}, (NO, ["eu_citizen"])),
        ({"SY", "PL"}, (NO, ["eu_citizen"])),
        ({"NO"}, (NO, ["eu_citizen"])),
        ({"CH"}, (NO, ["eu_citizen"])),
        (set(), (UNCERTAIN, ["citizenship_unknown"])),
    ],
)
def test_only_third_country_nationals_where_the_terms_say_so(citizenships, expected):
    assert verdict(citizenships=frozenset(citizenships)) == expected
    assert verdict(citizenships=frozenset(citizenships), terms=OTHER) == (YES, [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"permit_class": ""}, (UNCERTAIN, ["permit_unknown"])),
        ({"permit_permanent": False}, (UNCERTAIN, ["permit_validity_unknown"])),
        ({"permit_permanent": False, "permit_until": DAY}, (YES, [])),
        (EXPIRED, (NO, ["permit_expired"])),
        ({"permit_from": DAY}, (YES, [])),
        ({"permit_from": date(2026, 11, 23)}, (NO, ["permit_ahead"])),
        ({"permit_class": "work"}, (UNCERTAIN, ["permit_for_another_route"])),
        ({"permit_class": "work", "route": "longer_stay"}, (YES, [])),
    ],
)
def test_permit_class_and_validity(changes, expected):
    assert verdict(**changes) == expected
    assert verdict(**changes, terms=OTHER) == (YES, [])


def test_an_expired_permit_is_named_with_its_day():
    (rule,) = assess(case(**EXPIRED)).rules
    assert "lördag 21 november 2026" in rule.sentence
    assert rule.source == "R55"


@pytest.mark.parametrize(
    ("born", "permit_from", "expected"),
    [
        (date(1998, 3, 1), date(2017, 3, 2), (YES, [])),
        (date(1998, 3, 1), date(2018, 3, 2), (NO, ["youth_age_at_permit"])),
        (date(1998, 3, 1), date(2018, 3, 1), (NO, ["youth_age_at_permit"])),  # 20 that day
        (date(1998, 3, 1), date(2018, 2, 28), (YES, [])),
        (date(1998, 3, 1), date(2016, 3, 1), (YES, [])),  # 18 that day
        (date(1998, 3, 1), date(2016, 2, 29), (NO, ["youth_age_at_permit"])),
        (date(1998, 3, 1), None, (UNCERTAIN, ["youth_permit_date_unknown"])),
        (date(1998, 3, 1), date(1998, 2, 1), (UNCERTAIN, ["youth_permit_date_unknown"])),
    ],
)
def test_the_route_for_youths_counts_on_the_permits_date(born, permit_from, expected):
    assert verdict(route="youth", born=born, permit_from=permit_from) == expected


def test_the_route_for_youths_stands_in_for_the_lowest_age():
    young = {"born": date(2007, 11, 1), "permit_from": date(2026, 1, 1)}
    assert verdict(route="youth", **young) == (YES, [])
    assert verdict(**young) == (NO, ["too_young"])


def test_not_proven_is_uncertain_and_a_no_comes_first():
    assert verdict(proven=False) == (UNCERTAIN, ["not_proven"])
    assert verdict(proven=False, citizenships=frozenset({"SE"})) == (NO, ["swedish_citizen", "not_proven"])


def test_another_municipality_is_a_note_and_no_hindrance():
    answer = assess(case(in_municipality=False))
    assert answer.answer == YES
    assert [note.code for note in answer.notes] == ["outside_municipalities"]


@pytest.mark.parametrize(
    ("until", "codes"),
    [
        (date(2026, 11, 22), ["permit_ends_soon"]),
        (date(2027, 2, 20), ["permit_ends_soon"]),  # 90 days
        (date(2027, 2, 21), []),
        (date(2026, 11, 21), []),  # expired already: a rule says so
    ],
)
def test_a_permit_that_ends_before_the_next_match_is_noted(until, codes):
    assert [note.code for note in assess(case(permit_permanent=False, permit_until=until)).notes] == codes


def test_every_rule_has_a_code_of_its_own_that_fits_its_column_and_says_where_it_comes_from():
    rules = (*RULES, *NOTES)
    assert len(NAMES) == len(rules)
    assert all(len(rule.code) <= 40 and rule.source.startswith("R") and rule.name for rule in rules)


def test_every_sentence_can_be_filled_in():
    assert all(str(rule.sentence) % case(permit_until=DAY) for rule in (*RULES, *NOTES))
