"""Each rule on both sides of its limit, and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from matching.engine import RULES as ENGINE_RULES
from matching.rules import RULES, ActivityFacts, EarlierOffer, PersonFacts, Taken, Wish, obstacles, pair_of
from matching.scoring import order, reasons, wish_words
from nodes.travel import estimate

MONDAY = date(2026, 11, 23)
TUESDAY = 1
SFI = Taken("SFI", TUESDAY, 17 * 60, 19 * 60)
SOLNA, KISTA = "0184", "0180-kista"

PERSON = PersonFacts(
    form_id=1,
    participant_id=1,
    born=date(1990, 2, 28),
    sex="woman",
    children=0,
    languages=frozenset(),
    most_travel=None,
    zone=SOLNA,
    wishes=(Wish(1, "football", "ball_games", "Fotboll"), Wish(2, "singing", "music", "Sång och kör")),
    taken=(),
    waiver=True,
    not_eligible=lambda _day: "",
)
ACTIVITY = ActivityFacts(
    pk=7,
    title="Fotboll för alla",
    association="Solna BK",
    areas=(("football", "ball_games", "Fotboll"),),
    weekday=TUESDAY,
    starts_at=time(18, 0),
    minutes=90,
    first_on=MONDAY + timedelta(days=8),
    last_on=MONDAY + timedelta(days=57),
    place="Hallen",
    zone=SOLNA,
    seats_free=4,
    seats_held=0,
    for_whom="all",
    min_age=None,
    max_age=None,
    children_welcome=False,
    languages=(),
    home="",
)


def pair(person=PERSON, activity=ACTIVITY, on=MONDAY, horizon=90):
    return pair_of(person, activity, on=on, horizon=horizon)


def why_not(person=PERSON, activity=ACTIVITY):
    return {obstacle.rule.code: obstacle.sentence for obstacle in obstacles(pair(person, activity), RULES)}


def of_person(**changes):
    return why_not(person=replace(PERSON, **changes))


def of_activity(**changes):
    return why_not(activity=replace(ACTIVITY, **changes))


def test_nothing_stands_in_the_way_of_what_fits():
    assert why_not() == {}


def test_each_rule_is_named_once_and_the_engine_knows_it():
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(ENGINE_RULES)


@pytest.mark.parametrize(("home", "found"), [("", {}), ("Nod väst", {"node": "hör till en annan nod (Nod väst)"})])
def test_a_guest_place_stands_for_a_person_to_choose(home, found):
    assert of_activity(home=home) == found


def test_only_another_node_needs_a_reason():
    assert [rule.code for rule in RULES if rule.needs_reason] == ["node"]


@pytest.mark.parametrize(("free", "found"), [(1, {}), (0, {"seat": "fullt"})])
def test_a_free_seat(free, found):
    assert of_activity(seats_free=free) == found


@pytest.mark.parametrize(
    ("free", "held", "found"),
    [
        (2, 1, {}),
        (2, 2, {"held": "de lediga platserna är redan erbjudna"}),
        (1, 1, {"held": "den lediga platsen är redan erbjuden"}),
        (0, 0, {"seat": "fullt"}),
    ],
)
def test_a_free_seat_that_is_offered_to_nobody(free, held, found):
    assert of_activity(seats_free=free, seats_held=held) == found


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (1, {}),
        (90, {}),
        (91, {"start": "startar om 91 dagar, längre bort än 90"}),
        (0, {"start": "har redan börjat (23 november)"}),
    ],
)
def test_the_start_is_ahead_and_within_the_horizon(days, found):
    first = MONDAY + timedelta(days=days)
    assert of_activity(first_on=first, last_on=first + timedelta(days=49)) == found


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (36, 36, {}),
        (37, None, {"age": "från 37 år"}),
        (None, 35, {"age": "till och med 35 år"}),
        (18, 30, {"age": "bara för 18–30 år"}),
    ],
)
def test_age_on_the_day_of_the_start(low, high, found):
    assert of_activity(min_age=low, max_age=high) == found


def test_the_birthday_itself_counts():
    start = ACTIVITY.first_on
    assert why_not(replace(PERSON, born=start.replace(year=2006)), replace(ACTIVITY, min_age=20)) == {}
    later = start.replace(year=2006) + timedelta(days=1)
    assert why_not(replace(PERSON, born=later), replace(ACTIVITY, min_age=20)) == {"age": "från 20 år"}


@pytest.mark.parametrize(
    ("for_whom", "sex", "found"),
    [
        ("women", "woman", {}),
        ("women", "man", {"sex": "bara för kvinnor"}),
        ("men", "man", {}),
        ("men", "woman", {"sex": "bara för män"}),
        ("all", "non_binary", {}),
    ],
)
def test_for_whom(for_whom, sex, found):
    assert why_not(replace(PERSON, sex=sex), replace(ACTIVITY, for_whom=for_whom)) == found


@pytest.mark.parametrize(
    ("children", "welcome", "found"),
    [(0, False, {}), (1, True, {}), (1, False, {"children": "barnet får inte följa med"}),
     (2, False, {"children": "barnen får inte följa med"})],
)  # fmt: skip
def test_children(children, welcome, found):
    assert why_not(replace(PERSON, children=children), replace(ACTIVITY, children_welcome=welcome)) == found


@pytest.mark.parametrize(
    ("needed", "spoken", "found"),
    [
        ((), {"so"}, {}),
        (("sv",), {"so", "sv"}, {}),
        (("sv",), {"so"}, {"language": "man behöver tala svenska"}),
        (("sv", "prs", "en"), {"so"}, {"language": "man behöver tala svenska, dari eller engelska"}),
        (("sv",), set(), {}),  # nobody has asked what the person speaks
    ],
)
def test_the_language_that_is_needed(needed, spoken, found):
    assert why_not(replace(PERSON, languages=frozenset(spoken)), replace(ACTIVITY, languages=needed)) == found


def test_the_longest_way():
    minutes = estimate(SOLNA, KISTA).minutes
    there = replace(ACTIVITY, zone=KISTA)
    assert why_not(replace(PERSON, most_travel=minutes), there) == {}
    assert "travel" in why_not(replace(PERSON, most_travel=minutes - 1), there)


def test_a_way_that_is_not_known_forbids_nothing():
    assert why_not(replace(PERSON, most_travel=5), replace(ACTIVITY, zone="1480")) == {}


def test_a_clash_is_named():
    assert of_person(taken=(SFI,)) == {"clash": "krockar med SFI tisdag 17–19"}


def test_the_way_between_counts_to_the_minute():
    minutes = estimate(SOLNA, SOLNA).minutes
    ends = 18 * 60 - minutes
    assert of_person(taken=(replace(SFI, starts=12 * 60, ends=ends),)) == {}
    assert "räcker inte till" in of_person(taken=(replace(SFI, starts=12 * 60, ends=ends + 1),))["clash"]
    begins = 19 * 60 + 30 + minutes
    assert of_person(taken=(replace(SFI, starts=begins, ends=begins + 60),)) == {}
    assert "clash" in of_person(taken=(replace(SFI, starts=begins - 1, ends=begins + 60),))


def test_another_day_is_no_clash_but_the_week_runs_in_a_circle():
    assert of_person(taken=(replace(SFI, weekday=2),)) == {}
    late_on_sunday = replace(ACTIVITY, weekday=6, starts_at=time(22, 30), minutes=90)
    early_on_monday = Taken("arbete", 0, 0, 6 * 60)
    assert "clash" in why_not(replace(PERSON, taken=(early_on_monday,)), late_on_sunday)


def test_a_place_elsewhere_counts_while_it_lasts():
    elsewhere = replace(SFI, words="Simskola", first_on=MONDAY - timedelta(days=60), last_on=ACTIVITY.first_on)
    assert of_person(taken=(elsewhere,)) == {"clash": "krockar med Simskola tisdag 17–19"}
    over = replace(elsewhere, last_on=ACTIVITY.first_on - timedelta(days=1))
    assert of_person(taken=(over,)) == {}


def test_waiver_and_eligibility_belong_to_the_person():
    assert of_person(waiver=False) == {"waiver": "medgivande att lämna uppgifter till föreningen saknas"}
    ends = ACTIVITY.first_on - timedelta(days=1)
    person = replace(PERSON, not_eligible=lambda day: "tillståndet går ut" if day > ends else "")
    assert why_not(person) == {"eligibility": "tillståndet går ut"}
    assert why_not(person, replace(ACTIVITY, first_on=ends)) == {}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("declined", "har tackat nej, erbjöds 3 november"),
        ("expired", "har erbjudits 3 november utan att svara"),
        ("given", "har redan erbjudits 3 november"),
    ],
)
def test_offered_before(state, words):
    assert of_person(offered={7: EarlierOffer(date(2026, 11, 3), state)}) == {"offered": words}
    assert of_person(offered={8: EarlierOffer(date(2026, 11, 3), state)}) == {}


def test_a_place_before_says_more_than_the_offer_that_led_to_it():
    offered = {7: EarlierOffer(date(2026, 11, 3), "accepted")}
    assert of_person(offered=offered, placed=frozenset({7})) == {"placed": "har eller har haft en plats här"}


def test_the_score_in_words():
    later = replace(SFI, starts=8 * 60, ends=12 * 60)
    assert reasons(pair(replace(PERSON, taken=(later,)))) == (
        "Val 1: fotboll",
        f"{str(estimate(SOLNA, SOLNA).km).replace('.', ',')} km, ungefär {estimate(SOLNA, SOLNA).minutes} minuter",
        "tisdag 18.00, krockar inte med SFI",
        "4 platser",
        "startar om 8 dagar",
    )


def test_the_words_of_the_score_do_not_contradict_the_rules():
    """A page shows both, side by side, for what something stands in the way of."""
    times, start = 2, 4
    assert reasons(pair(replace(PERSON, taken=(SFI,))))[times] == "tisdag 18.00"
    words = {21: "har börjat", 0: "startar i dag", -1: "startar i morgon"}
    for days, said in words.items():
        begun = replace(ACTIVITY, first_on=MONDAY - timedelta(days=days))
        assert reasons(pair(activity=begun))[start] == said


def test_the_order_is_choice_then_near_then_way_then_start():
    second = replace(ACTIVITY, pk=1, areas=(("singing", "music", "Sång och kör"),))
    near_first = replace(ACTIVITY, pk=2, areas=(("basketball", "ball_games", "Basket"),))
    far = replace(ACTIVITY, pk=3, zone=KISTA)
    soon = replace(ACTIVITY, pk=5, first_on=ACTIVITY.first_on - timedelta(days=1))
    outside = replace(ACTIVITY, pk=6, areas=(("cooking", "food", "Matlagning"),))
    found = sorted((pair(activity=one) for one in (outside, near_first, second, far, ACTIVITY, soon)), key=order)
    assert [one.activity.pk for one in found] == [5, 7, 3, 1, 2, 6]
    assert wish_words(pair(activity=near_first)) == "Nära val 1 (fotboll): basket"
    assert wish_words(pair(activity=outside)) == "Utanför önskemålen"
