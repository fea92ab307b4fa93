"""What lists tell of a protected person beside the masked row: where it stands, and which filters find it (R176)."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from matching.selectors.today import to_ask_again
from matching.services import rounds
from matching.tables import PersonTable
from matching.tables.people import PersonalColumn
from participants.models import InterestForm
from placements.models import Placement
from placements.selectors.today import starting
from tests.factories import OfferFactory
from tests.matching.roundpages import ALL, board, solved
from tests.placements.factories import PlacementFactory
from vida import clock

SHOWN = {"due_on", "day", "state", "reply_by", "given_on", "given_by"}  # in a protected person's row too
HIDDEN = {"protection": "marking", "protection_since": clock.today()}
ROW = re.compile(r'<th scope="row"[^>]*><a href="[^"?]*/(\d+)/[^"]*"')


@pytest.fixture
def people(here):
    """Two who are named, and between them by any column two protected ones, each before the other by some."""
    danderyd, solna, sundbyberg, osteraker = "0162", "0184", "0183", "0117"
    with here.scope:
        return [
            here.waiting(family_name="Alm", municipality_id=danderyd, days_ago=4),
            here.waiting(family_name="Mo", municipality_id=solna, days_ago=3, **HIDDEN),
            here.waiting(family_name="Lo", municipality_id=sundbyberg, days_ago=2, **HIDDEN),
            here.waiting(family_name="Öst", municipality_id=osteraker, days_ago=1),
        ]


def rows(client, url):
    return [int(key) for key in ROW.findall(client.get(url).content.decode())]


def assert_last(client, url, columns, keys):
    """The protected rows come last both ways, by their numbers; the others as they are sorted."""
    first, one, other, last = keys
    for column in columns:
        ways = {f"sort={column}": [first, last], f"sort=-{column}": [last, first]}
        ways[f"sort=due_on&sort={column}"] = ways[f"sort={column}&sort=due_on"] = [first, last]
        for query, named in ways.items():
            found = rows(client, f"{url}{'&' if '?' in url else '?'}{query}")
            assert found == [*named, one, other], (url, query)


@pytest.mark.django_db
def test_a_protected_row_comes_last_whatever_the_list_is_sorted_by(here, coordinator, people):
    keys = [form.pk for form in people]
    assert_last(coordinator, "/har/matchning/", ["participant", "municipality"], keys)
    with here.scope:
        made = rounds.ask_forecast(node=here.node)
        rounds.solve_round(pk=made.pk)
    assert_last(coordinator, "/har/matchning/prognos/personer/", ["participant", "municipality"], keys)
    earlier = solved(here)
    with here.scope:
        here.activity()
    later = solved(here)
    with here.scope:
        proposals = [later.proposals.get(form=form).pk for form in people]
    assert_last(coordinator, board(later), ["participant"], proposals)
    assert_last(coordinator, f"{ALL}jamfor/?m={earlier.pk}&m={later.pk}", ["participant"], keys)


@pytest.mark.django_db
def test_a_protected_offer_comes_last_whatever_the_list_is_sorted_by(here, coordinator, people):
    with here.scope:
        titles = ("Akvarell", "Simning", "Rodd", "Ölbryggning")
        offers = [
            OfferFactory(form=form, activity=here.activity(title=title))
            for form, title in zip(people, titles, strict=True)
        ]
    assert_last(coordinator, "/har/erbjudanden/", ["participant", "activity"], [offer.pk for offer in offers])


def choices_of(filter_row):
    """Each choice of each filter, one at a time, and what names and activities are searched for."""
    for name, field in filter_row.form.fields.items():
        values = [key for key, _word in field.choices if key] if hasattr(field, "choices") else ["mo", "lo", "simning"]
        yield from ((name, str(value)) for value in values)


@pytest.mark.django_db
def test_no_filter_tells_two_protected_people_apart(here, coordinator):
    """The two differ in all that their rows hide and in nothing that those show: a choice finds both or neither."""
    same = {"days_ago": 3, **HIDDEN}
    with here.scope:
        there = here.waiting("football", family_name="Mo", municipality_id="0184", **same)
        elsewhere = here.waiting("singing", family_name="Lo", municipality_id="0186", **same)
        elsewhere.participant.waivers.all().delete()
        made = rounds.ask_forecast(node=here.node)
        rounds.solve_round(pk=made.pk)
        activities = [here.activity(title=title) for title in ("Simning", "Rodd")]
    forms = {there.pk, elsewhere.pk}
    found = solved(here)
    with here.scope:
        proposals = {found.proposals.get(form=form).pk for form in (there, elsewhere)}
        assert {proposal.activity_id is None for proposal in found.proposals.all()} == {True, False}
        pairs = zip((there, elsewhere), activities, strict=True)
        offers = {OfferFactory(form=form, activity=activity).pk for form, activity in pairs}
    lists = {
        "/har/matchning/": forms,
        "/har/matchning/prognos/personer/": forms,
        board(found): proposals,
        "/har/erbjudanden/": offers,
    }
    for url, both in lists.items():
        assert set(rows(coordinator, url)) == both
        for name, value in choices_of(coordinator.get(url).context["filter"]):
            assert set(rows(coordinator, f"{url}?{urlencode({name: value})}")) in (set(), both), (url, name, value)


@pytest.mark.django_db
def test_a_protected_line_of_idag_tells_no_day_by_its_place(here, people):
    with here.scope:
        days = [clock.today() + timedelta(days=ahead) for ahead in (1, 3, 2, 4)]
        places = [
            PlacementFactory(participant=form.participant, activity=here.activity(first_on=day))
            for form, day in zip(people, days, strict=True)
        ]
        alm, mo, lo, ost = places
        assert list(starting(clock.today())) == [alm, ost, mo, lo]
        for form, placement, day in zip(people, places, days, strict=True):
            InterestForm.objects.filter(pk=form.pk).update(state="matched", matched_at=clock.now())
            Placement.objects.filter(pk=placement.pk).update(state="interrupted", started_on=day, ended_on=day)
            OfferFactory(
                form=form, activity=placement.activity, placement=placement, state="accepted",
                answered_at=clock.now(), answered_by=here.officer.user,
            )  # fmt: skip
        assert [offer.placement for offer in to_ask_again()] == [alm, ost, mo, lo]


def test_what_a_list_of_people_is_sorted_by_is_hidden_or_shown():
    """A new column chooses."""
    tables = PersonTable.__subclasses__()
    assert len(tables) >= 5
    for table in tables:
        for name, column in table.base_columns.items():
            assert column.orderable is False or isinstance(column, PersonalColumn) or name in SHOWN, (table, name)
