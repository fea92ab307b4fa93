"""Demand against supply: who is counted where, which places are free, and who may see which number (R30, R94, R185)."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from associations.models import Activity
from associations.services.guests import open_places
from nodes.actors import Actor
from nodes.models import NodeMunicipality
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from participants.models import InterestForm, TakenTime
from reporting.selectors.needs import needs_of
from tests.factories import ActivityFactory, AssociationFactory
from tests.reporting.conftest import TODAY
from tests.reporting.world import QUARTER

pytestmark = pytest.mark.django_db

SOLNA, SUNDBYBERG, HUDDINGE = "0184", "0183", "0126"
MONDAY = date(2026, 11, 30)


@pytest.fixture
def west(world):
    """The node in the west, with two municipalities."""
    NodeMunicipality.objects.create(
        programme=world.programme, node=world.node("vast"), municipality_id=SUNDBYBERG, valid_from=date(2026, 1, 1)
    )
    return world.node("vast")


def waits(world, *areas, slug="vast", taken=(), **fields):
    """Somebody who waits, with wishes, and times that are taken: weekday, from, until."""
    fields.setdefault("municipality_id", SOLNA if slug == "vast" else HUDDINGE)
    person = world.person(slug, **fields)
    world.form(person, TODAY, areas=areas)
    with world.acting(slug):
        for weekday, starts, ends in taken:
            TakenTime.objects.create(
                node=person.node, service_unit=person.service_unit, participant=person, kind="work",
                weekday=weekday, starts_at=starts, ends_at=ends,
            )  # fmt: skip
    return person


def offers(world, *areas, slug="vast", **fields):
    """An activity that begins on a Monday evening."""
    with world.acting(slug):
        return ActivityFactory(
            association=AssociationFactory(node=world.node(slug)), areas=areas, first_on=fields.pop("first_on", MONDAY),
            **fields,
        )  # fmt: skip


def needs(*nodes, shared=False):
    with acting_in(without_people(*(node.pk for node in nodes))):
        return needs_of(nodes, shared=shared)


def need(found, area, place=None):
    return found.rows.get((area, place))


def test_a_person_counts_once_for_each_wish_and_once_in_the_group(world, west):
    waits(world, "football", "basketball", "singing")
    waits(world, "football", municipality_id=SUNDBYBERG)
    found = needs(west)
    assert {code: need(found, code).waiting for code in ("football", "basketball", "ball_games", "music")} == {
        "football": 2,
        "basketball": 1,
        "ball_games": 2,
        "music": 1,
    }
    assert need(found, "football", SOLNA).waiting == need(found, "football", SUNDBYBERG).waiting == 1
    assert need(found, "basketball", SUNDBYBERG) is None


def test_only_those_who_wait_count_and_nobody_protected(world, west):
    waits(world, "football", protection="marking", protection_since=TODAY)
    for state, more in (("offered", {}), ("closed", {"closed_at": "2026-11-01 12:00Z", "closed_by": world.user})):
        person = waits(world, "football")
        with world.acting("vast"):
            InterestForm.objects.filter(participant=person).update(state=state, **more)
    waits(world, "football", slug="norr")
    assert need(needs(west), "football") is None


def test_whoever_lives_elsewhere_counts_apart(world, west):
    waits(world, "football", municipality_id=HUDDINGE)
    found = needs(west)
    assert need(found, "football", "").waiting == need(found, "football").waiting == 1
    assert need(found, "football", SOLNA) is None


def test_the_nodes_together_count_a_person_once(world, west):
    same = {"identity_kind": "personal", "identity_number": "199002289800", "identity_index": "a" * 64}
    waits(world, "football", **same)
    waits(world, "football", slug="norr", **same)
    waits(world, "football", slug="norr")
    found = needs(west, world.node("norr"))
    assert need(found, "football").waiting == 2
    assert list(found.names) == [HUDDINGE, SOLNA, SUNDBYBERG, ""]


def test_free_places_are_those_that_can_be_offered_now(world, west):
    offers(world, "football", "basketball", seats=10, seats_taken=3, seats_offered=2)
    offers(world, "football", seats=4, seats_taken=3, seats_offered=1)
    offers(world, "football", state="submitted")
    offers(world, "football", state="running", first_on=TODAY - timedelta(weeks=7), seats=3)  # the last time is today
    offers(world, "football", state="running", first_on=TODAY - timedelta(weeks=7, days=1))
    offers(world, "football", slug="norr")
    found = needs(west)
    assert need(found, "football").seats_in("") == 8
    assert need(found, "football").activities_in("") == 2
    assert need(found, "basketball").seats_in("") == 5
    assert need(found, "ball_games").seats_in("") == 8, "an activity with two areas of the group counts once there"
    assert need(found, "football", SOLNA).seats_in("") == 8


def test_guest_places_count_once_where_they_are_offered(world, west):
    football, north = offers(world, "football", seats=10), world.node("norr")
    by = Actor(world.user, frozenset({Role.COORDINATOR}))
    with world.acting("vast"):
        open_places(activity=football, to_node=north, seats=3, reason="Nära gränsen.", by=by)
    assert [need(needs(node), "football").seats_in("") for node in (west, north)] == [7, 3]
    together = need(needs(west, north), "football")
    assert (together.seats_in(""), together.activities_in("")) == (10, 1)


@pytest.mark.parametrize(
    ("first_on", "starts_at", "part"),
    [
        (MONDAY, time(16, 59), "day"),
        (MONDAY, time(17, 0), "evening"),
        (MONDAY + timedelta(days=4), time(20, 0), "evening"),
        (MONDAY + timedelta(days=5), time(10, 0), "weekend"),
        (MONDAY + timedelta(days=6), time(18, 0), "weekend"),
    ],
)
def test_an_activity_belongs_to_the_part_in_which_it_begins(world, west, first_on, starts_at, part):
    offers(world, "football", first_on=first_on, starts_at=starts_at, seats=6)
    found = need(needs(west), "football")
    assert {name: found.seats_in(name) for name in ("day", "evening", "weekend")} == {
        **dict.fromkeys(("day", "evening", "weekend"), 0),
        part: 6,
    }


WEEK = [(weekday, time(8), time(17)) for weekday in range(5)]


@pytest.mark.parametrize(
    ("taken", "comes"),
    [
        ([], {"day", "evening", "weekend"}),
        (WEEK, {"evening", "weekend"}),
        (WEEK[1:], {"day", "evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(16, 0))], {"day", "evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(16, 1))], {"evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(12)), (0, time(12, 59), time(17))], {"evening", "weekend"}),
        ([*WEEK[1:], (0, time(8), time(12)), (0, time(13), time(17))], {"day", "evening", "weekend"}),
        ([(weekday, time(16), time(23)) for weekday in range(7)], {"day", "weekend"}),
        ([(weekday, time(7), time(22)) for weekday in (5, 6)], {"day", "evening"}),
    ],
)
def test_who_could_come_then_has_a_whole_hour_free(world, west, taken, comes):
    waits(world, "football", taken=taken)
    found = need(needs(west), "football")
    assert {part for part in ("day", "evening", "weekend") if found.people_in(part)} == comes


def test_a_place_that_somebody_has_takes_time_too(world, west):
    """Who goes to something every Saturday and works on Sundays cannot come at weekends."""
    person = world.person("vast", municipality_id=SOLNA)
    saturday = offers(world, "football", first_on=MONDAY + timedelta(days=5), starts_at=time(8), minutes=14 * 60)
    world.matched(person, activity=saturday)
    with world.acting("vast"):
        TakenTime.objects.create(
            node=west, service_unit=person.service_unit, participant=person, kind="work", weekday=6,
            starts_at=time(8), ends_at=time(22),
        )  # fmt: skip
    world.form(person, TODAY, areas=["singing"])
    assert need(needs(west), "singing").people_in("weekend") == 0


def test_others_see_no_small_number_nor_what_gives_it_away(world, west):
    for _each in range(6):
        waits(world, "football")
    waits(world, "football", municipality_id=SUNDBYBERG)
    for _each in range(7):
        waits(world, "singing")
    found = needs(west, shared=True)
    assert need(found, "football").waiting == 7
    assert need(found, "football", SUNDBYBERG).waiting is None, "one person"
    assert need(found, "football", SOLNA).waiting is None, "seven less six would tell the one"
    assert need(found, "football", SUNDBYBERG).gap_in("") is None
    assert need(found, "singing", SOLNA).waiting == 7


def test_the_group_does_not_tell_what_an_area_hides(world, west):
    for _each in range(9):
        waits(world, "football")
    waits(world, "basketball")
    found = needs(west, shared=True)
    assert need(found, "basketball").waiting is None
    assert None in (need(found, "football").waiting, need(found, "ball_games").waiting)


def test_who_cannot_come_is_not_told_by_who_can(world, west):
    for _each in range(8):
        waits(world, "football")
    waits(world, "football", taken=WEEK)
    found = need(needs(west, shared=True), "football")
    assert found.waiting == 9
    assert found.people_in("day") is None
    assert found.people_in("evening") == 9


# --- the pages


def page_of(name="node_needs", slug="vast", query=""):
    return reverse(f"reporting:{name}", args=[slug] if slug else []) + query


def words(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_coordinator_sees_numbers_that_lead_to_their_rows(client, signed_in, world, west):
    for municipality in (SOLNA, SOLNA, SUNDBYBERG):
        waits(world, "football", municipality_id=municipality)
    offers(world, "football", seats=1)
    signed_in(Role.COORDINATOR, west)
    shown = client.get(page_of())
    (block,) = shown.context["blocks"]
    all_of_it, solna, sundbyberg = block.lines
    assert [(each.people, each.seats, each.gap) for each in block.lines] == [(3, 1, 2), (2, 1, 1), (1, 0, 1)]
    for line in (all_of_it, solna, sundbyberg):
        assert len(client.get(line.people_url).context["table"].rows) == line.people
    assert len(client.get(all_of_it.seats_url).context["table"].rows) == 1


def rows_of(client, url):
    """How many rows the list behind a number has."""
    return len(client.get(url).context["table"].rows)


@pytest.fixture
def busy_west(world, west):
    """Three who wait for football and can come at different times, one who is protected, one with another wish."""
    waits(world, "football", taken=WEEK)
    waits(world, "football", taken=[(weekday, time(16), time(23)) for weekday in range(7)])
    waits(world, "football", municipality_id=SUNDBYBERG)
    waits(world, "football", protection="marking", protection_since=TODAY)
    waits(world, "chess", taken=WEEK)
    offers(world, "football", seats=5)
    return west


def test_the_numbers_of_a_part_of_the_week_lead_to_their_rows(client, signed_in, world, busy_west):
    signed_in(Role.COORDINATOR, busy_west)
    football = next(b for b in client.get(page_of()).context["blocks"] if b.line.name == "Bollsport")
    everywhere, sundbyberg, solna = football.lines  # where most places lack first
    said = [[part.people for part in line.parts] for line in football.lines]
    assert said == [["2 kan", "2 kan", "3 kan"], ["1 kan"] * 3, ["1 kan", "1 kan", "2 kan"]]
    for line in football.lines:
        for part in line.parts:
            assert part.people == f"{rows_of(client, part.people_url)} kan"
    assert [[bool(part.seats_url) for part in line.parts] for line in (everywhere, solna, sundbyberg)] == [
        [False, True, False], [False, True, False], [False] * 3,
    ]  # fmt: skip
    assert rows_of(client, everywhere.parts[1].seats_url) == 1
    page = client.get(page_of()).content.decode()
    assert f'<a href="{escape(everywhere.parts[0].people_url)}">2 kan<' in page


@pytest.mark.parametrize("part", ["day", "evening", "weekend"])
def test_a_chosen_part_of_the_week_leads_to_those_who_could_come(client, signed_in, world, busy_west, part):
    signed_in(Role.COORDINATOR, busy_west)
    answer = client.get(page_of(query=f"?tid={part}"))
    page, blocks = answer.content.decode(), answer.context["blocks"]
    lines = [line for block in blocks for line in block.lines]
    assert lines
    assert rows_of(client, f"/vast/matchning/?tid={part}") == {"day": 2, "evening": 3, "weekend": 4}[part]
    for line in lines:
        assert bool(line.people_url) is bool(line.people)
        assert not line.people or f'{line.people}<span class="sr-only"> kan då, {line.name}: visa dem' in page
        assert not line.people or rows_of(client, line.people_url) == line.people


def test_no_link_where_nobody_can_come_or_the_list_cannot_show_them(client, signed_in, world, west):
    waits(world, "football", taken=WEEK)
    waits(world, "football", municipality_id=HUDDINGE)
    signed_in(Role.COORDINATOR, west)
    (block,) = client.get(page_of()).context["blocks"]
    everywhere, solna, elsewhere = block.lines
    assert [bool(part.people_url) for part in solna.parts] == [False, True, True]
    assert [part.people_url for part in elsewhere.parts] == [""] * 3
    assert rows_of(client, everywhere.parts[1].people_url) == 2


@pytest.mark.parametrize("role", [Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER])
def test_others_of_the_node_see_no_small_number_and_no_link_to_people(client, signed_in, world, west, role):
    for _each in range(3):
        waits(world, "football", given_name="Hemligaste")
    signed_in(role, west)
    answer = words(client, page_of())
    assert "dolt väntar" in answer
    assert "dolt saknas" not in answer, "whether any place lacks is hidden too"
    assert "Hemligaste" not in answer
    assert "/vast/matchning/?" not in answer
    assert "färre än 5" in answer


@pytest.mark.parametrize(
    ("role", "hidden"), [(Role.PROCESS_LEAD, False), (Role.STEERING_MEMBER, True), (Role.OBSERVER, True)]
)
def test_the_programme_sees_all_nodes_together(client, signed_in, world, west, role, hidden):
    waits(world, "football")
    waits(world, "football", slug="norr")
    signed_in(role, west)
    (block,) = client.get(page_of("programme_needs", slug="")).context["blocks"]
    assert block.line.people == ("dolt" if hidden else 2)
    assert not block.line.people_url


def test_another_node_is_not_there(client, signed_in, world, west):
    signed_in(Role.COORDINATOR, west)
    assert client.get(page_of(slug="norr")).status_code == 404
    assert client.get(page_of("node_needs_sheet", slug="norr")).status_code == 404


def test_the_largest_lack_comes_first_and_a_hidden_number_tells_nothing_by_its_place(client, signed_in, world, west):
    for area, people in (("singing", 6), ("football", 9), ("chess", 3)):
        for _each in range(people):
            waits(world, area)
    offers(world, "painting", seats=5)
    signed_in(Role.PROJECT_MANAGER, west)
    first = [block.line.name for block in client.get(page_of()).context["blocks"]]
    assert first[:2] == ["Bollsport", "Musik"]
    assert first[-1] == "Spel och hobby", "hidden, so after all that are shown"
    by_seats = client.get(page_of(query="?ordning=platser")).context["blocks"]
    assert by_seats[0].line.name == "Konst och hantverk"
    assert [line.name for line in client.get(page_of()).context["shortest"]] == ["Fotboll", "Sång och kör"]


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("?intresse=football", ["Fotboll", "Solna", "Sundbyberg"]),
        ("?intresse=ball_games", ["Fotboll", "Solna", "Sundbyberg", "Basket", "Solna"]),
        ("?kommun=0183", ["Fotboll"]),
        ("?intresse=football&tid=day", ["Fotboll", "Solna", "Sundbyberg"]),
        ("?intresse=handball", []),
        ("?intresse=x&kommun=0126&tid=x&ordning=x", ["Fotboll", "Solna", "Sundbyberg", "Basket", "Solna"]),
        ("?intresse=%00&kommun=" + "å" * 300, ["Fotboll", "Solna", "Sundbyberg", "Basket", "Solna"]),
    ],
)
def test_the_address_narrows_and_nonsense_in_it_does_not(client, signed_in, world, west, query, lines):
    waits(world, "football", "basketball")
    waits(world, "football")
    waits(world, "football", municipality_id=SUNDBYBERG)
    signed_in(Role.COORDINATOR, west)
    blocks = client.get(page_of(query=query)).context["blocks"]
    assert [line.name for block in blocks for line in block.lines] == lines


def test_a_part_of_the_week_counts_those_who_could_come_and_the_places_of_then(client, signed_in, world, west):
    waits(world, "football", taken=WEEK)
    waits(world, "football")
    offers(world, "football", seats=5)
    signed_in(Role.COORDINATOR, west)
    (day,) = client.get(page_of(query="?tid=day")).context["blocks"]
    assert (day.line.people, day.line.seats, day.line.gap) == (1, 0, 1)
    (evening,) = client.get(page_of(query="?tid=evening")).context["blocks"]
    assert (evening.line.people, evening.line.seats, evening.line.gap) == (2, 5, 0)


def test_nothing_says_so(client, signed_in, world, west):
    signed_in(Role.COORDINATOR, west)
    assert "Ingen väntar och ingen plats är ledig" in words(client, page_of())
    assert "Inget stämmer med filtren" in words(client, page_of(query="?intresse=football"))


@pytest.mark.parametrize(("role", "people"), [(Role.COORDINATOR, 1), (Role.PROJECT_MANAGER, "dolt")])
def test_the_sheet_has_what_is_shown(client, signed_in, world, west, role, people):
    waits(world, "football", given_name="Hemligaste")
    waits(world, "singing")
    offers(world, "football", seats=5, municipality_id=SUNDBYBERG)
    signed_in(role, west)
    answer = client.get(page_of("node_needs_sheet", query="?intresse=ball_games"))
    (sheet,) = load_workbook(BytesIO(answer.content))
    rows = [tuple(cell.value for cell in row) for row in sheet][1:]
    gap = people if people == "dolt" else 1
    assert rows == [
        ("Bollsport", "Fotboll", "Solna", people, 0, gap, people, 0, people, 0, people, 0),
        ("Bollsport", "Fotboll", "Sundbyberg", 0, 5, -5, 0, 0, 0, 5, 0, 0),
    ]


@pytest.mark.parametrize(
    ("role", "name", "slug"),
    [(Role.COORDINATOR, "node_needs", "vast"), (Role.OBSERVER, "programme_needs", "")],
)
def test_the_page_costs_the_same_for_one_and_many(
    client, signed_in, world, west, django_assert_max_num_queries, role, name, slug
):
    signed_in(role, west)
    counts = []
    for areas in (["football"], ["singing", "chess"], ["painting", "basketball", "swimming"]):
        waits(world, *areas)
        offers(world, *areas)
        client.get(page_of(name, slug))
        with django_assert_max_num_queries(40) as asked:
            client.get(page_of(name, slug))
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_tabs_lead_from_page_to_page(client, signed_in, world, west):
    signed_in(Role.COORDINATOR, west)
    quarter = reverse("reporting:node_figures", args=["vast"])
    assert f'href="{quarter}"' in words(client, page_of())
    assert f'href="{page_of()}"' in words(client, f"{quarter}?kvartal={QUARTER}")
    with world.acting("vast"):
        assert not Activity.objects.exists()
