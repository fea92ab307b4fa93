"""A group of Idag on a page of its own: all its lines, in pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nodes.models import ReadLog
from nodes.roles import Role
from reporting.day import today as day
from reporting.views import today as today_view
from tests.reporting.conftest import TODAY
from tests.reporting.day import read, waiting

pytestmark = pytest.mark.django_db


def test_what_has_no_list_of_its_own_has_all_its_lines_on_a_page(client, signed_in, world):
    for index in range(9):
        world.matched(
            world.person("vast", given_name=f"Planlös{index}x"),
            TODAY - timedelta(days=9),
            asked_on=TODAY - timedelta(12),
        )
    user = signed_in(Role.COORDINATOR, world.node("vast"))
    answer = read(client, world)
    group = reverse("reporting:today_group", args=["vast", "plans"])
    assert f'href="{group}"' in answer
    assert "Visa alla (9)" in answer
    page = client.get(group).content.decode()
    assert all(f"Planlös{index}x" in page for index in range(9))
    assert "Visar 1–9 av 9" in page
    with world.acting("vast"):
        assert ReadLog.objects.filter(user=user, where="reporting:today_group", why="list").count() == 9


@pytest.mark.parametrize(("number", "pages"), [(2, 1), (3, 2)])
def test_a_long_group_has_pages(client, signed_in, world, monkeypatch, number, pages):
    monkeypatch.setattr(day, "PAGE", 2)
    monkeypatch.setattr(today_view, "PAGE", 2)
    for index in range(number):
        world.matched(
            world.person("vast", given_name=f"Planlös{index}x"),
            TODAY - timedelta(days=9),
            asked_on=TODAY - timedelta(12),
        )
    signed_in(Role.COORDINATOR, world.node("vast"))
    group = reverse("reporting:today_group", args=["vast", "plans"])
    seen = [client.get(f"{group}?page={page}").content.decode() for page in (1, 2)]
    assert ('rel="next"' in seen[0]) is (pages > 1)
    assert [("Planlös" in page) for page in seen] == [True, pages > 1]
    for odd in ("hej", "-1", "0", "9" * 30):
        assert client.get(f"{group}?page={odd}").status_code == 200


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.COORDINATOR, "late", 200),
        (Role.COORDINATOR, "finns-inte", 404),
        (Role.COORDINATOR, "soon", 404),
        (Role.PROJECT_MANAGER, "soon", 200),
        (Role.PROJECT_MANAGER, "late", 404),
        (Role.CASE_OFFICER, "lists", 404),
        (Role.CASE_OFFICER, "plans", 200),
    ],
)
def test_each_role_opens_the_groups_of_its_own_day(client, signed_in, world, role, code, status):
    signed_in(role, world.node("vast"), world.units["vast"] if role == Role.CASE_OFFICER else None)
    assert client.get(reverse("reporting:today_group", args=["vast", code])).status_code == status


def test_a_groups_page_asks_as_much_for_three_lines_as_for_one(client, signed_in, world, django_assert_max_num_queries):
    signed_in(Role.COORDINATOR, world.node("vast"))
    group = reverse("reporting:today_group", args=["vast", "late"])
    waiting(world, -3)
    client.get(group)
    with django_assert_max_num_queries(40) as one:
        client.get(group)
    waiting(world, -3)
    waiting(world, -4)
    with django_assert_max_num_queries(40) as three:
        client.get(group)
    assert len(one) == len(three)
