"""The pages of demand against supply: what leads where, and who may see which number (R30, R94, R185)."""

from datetime import time
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from associations.models import Activity
from nodes.roles import Role
from tests.reporting.conftest import TODAY
from tests.reporting.needs import HUDDINGE, SOLNA, SUNDBYBERG, WEEK, offers, waits
from tests.reporting.world import QUARTER

pytestmark = pytest.mark.django_db


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
