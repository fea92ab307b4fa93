"""The framework's limits, each from both sides (R74 and its neighbours)."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from associations import framework
from associations.framework import Verdict

PERIOD = (date(2026, 1, 1), date(2028, 12, 31))
GOOD = {
    "interval_days": 7,
    "minutes": 60,
    "occasions_planned": 5,
    "first_on": date(2027, 2, 2),  # a Tuesday, and no holiday for five weeks
    "starts_at": time(18, 0),
    "contact_name": "Björn Berg",
    "contact_phone": "+46701740605",
    "contact_email": "",
    "introduction": "Vi möter vid ingången.",
    "theory_rules": "Vi berättar om reglerna.",
    "theory_organisation": "Styrelsen berättar.",
    "can_continue": True,
    "continuing": "Medlem för 200 kronor.",
    "within_operation": True,
    "unbound": True,
    "promotes": ["language"],
}


def faults(**changes):
    described = framework.describe({**GOOD, **changes}, PERIOD)
    return {finding.rule.code: finding.sentence for finding in framework.lacking(described)}


def test_what_just_holds_holds():
    assert faults() == {}


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"occasions_planned": 4}, "five", "Fyra tillfällen – VIDA kräver minst fem."),
        ({"occasions_planned": 1}, "five", "Ett tillfälle – VIDA kräver minst fem."),
        ({"minutes": 59}, "hour", "59 minuter – VIDA kräver minst en timme."),
        ({"minutes": 1}, "hour", "1 minut – VIDA kräver minst en timme."),
        ({"interval_days": 14}, "weekly", "Ni träffas mer sällan än varje vecka – VIDA kräver en gång i veckan."),
        ({"contact_phone": ""}, "contact", "Kontaktpersonen behöver ett telefonnummer eller en e-postadress."),
        ({"contact_name": ""}, "contact", "Skriv kontaktpersonens namn."),
        (
            {"can_continue": False},
            "continues",
            "Deltagaren ska kunna fortsätta i föreningen efteråt – det är en del av VIDA.",
        ),
    ],
)
def test_each_limit_has_its_sentence(changes, code, sentence):
    assert faults(**changes) == {code: sentence}


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("introduction", "introduction"),
        ("theory_rules", "theory_rules"),
        ("theory_organisation", "theory_organisation"),
        ("continuing", "how"),
        ("within_operation", "within_operation"),
        ("unbound", "unbound"),
        ("promotes", "promotes"),
        ("interval_days", "weekly"),
        ("minutes", "hour"),
        ("can_continue", "continues"),
    ],
)
def test_what_nobody_has_said_is_asked_for(field, code):
    described = framework.describe({**GOOD, field: None}, PERIOD)
    findings = {finding.rule.code: finding for finding in framework.lacking(described)}
    assert findings[code].verdict is Verdict.UNSAID
    assert findings[code].sentence


@pytest.mark.parametrize("mark", ["language", "health", "network"])
def test_one_mark_is_enough(mark):
    assert faults(promotes=[mark]) == {}


@pytest.mark.parametrize("reach", [{"contact_email": "b@example.se", "contact_phone": ""}, {"contact_email": ""}])
def test_a_mail_address_or_a_telephone_is_enough(reach):
    assert faults(**reach) == {}


def test_a_holiday_between_two_occasions_is_no_gap():
    # 2027-01-06, a Wednesday, is trettondedag jul: the series rests and grows at its end
    described = framework.describe({**GOOD, "first_on": date(2026, 12, 30)}, PERIOD)
    assert date(2027, 1, 6) in described.rests
    assert framework.lacking(described) == []


def test_a_week_without_a_noted_holiday_is_a_gap():
    tuesdays = [date(2027, 2, 2) + timedelta(weeks=week) for week in (0, 1, 3, 4, 5)]
    described = replace(framework.describe(GOOD, PERIOD), dates=tuple(tuesdays), rests=frozenset())
    (finding,) = framework.lacking(described)
    assert finding.rule.code == "no_gaps"
    assert "9 februari 2027" in finding.sentence
    assert framework.lacking(replace(described, rests=frozenset({date(2027, 2, 16)}))) == []


def test_the_last_day_of_the_programme_is_inside_it():
    last = date(2027, 3, 2)
    assert framework.lacking(framework.describe(GOOD, (PERIOD[0], last))) == []
    outside = framework.describe(GOOD, (PERIOD[0], last - timedelta(days=1)))
    assert [finding.rule.code for finding in framework.lacking(outside)] == ["period"]


def test_the_first_day_of_the_programme_is_inside_it():
    assert framework.lacking(framework.describe(GOOD, (GOOD["first_on"], PERIOD[1]))) == []
    late = framework.describe(GOOD, (GOOD["first_on"] + timedelta(days=1), PERIOD[1]))
    assert "Programmet börjar" in framework.lacking(late)[0].sentence


def test_an_empty_form_lacks_everything_and_breaks_nothing():
    assert {finding.verdict for finding in framework.check(framework.Described())} == {Verdict.UNSAID}
