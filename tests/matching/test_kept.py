"""What is kept of a node's activities between requests is what there is: at once, for each node, whatever is undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from random import Random
from threading import Event
from time import sleep

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from associations.models import Activity, ActivityChange, ActivityInterest
from associations.selectors.changes import CHANGED, changes_since
from associations.states import ActivityState
from matching.engine import supply_of
from matching.selectors.problems import kept
from matching.selectors.problems.areas import read_areas
from matching.selectors.problems.supply import MOST_LANGUAGES, activities_of
from matching.selectors.suggestions import suggestions_for
from matching.services import offers
from matching.views.matching import MOST
from nodes.models import InterestArea
from nodes.tenancy import acting_in, node_scope, without_people
from tests.matching.conftest import place
from tests.matching.randomworld import World
from tests.matching.roundpages import text
from vida import clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept._kept.clear()


def asked(node, **changes):
    """What is kept of the node, or read for this time alone."""
    return kept.activities_kept(node, read_areas(), **{"on": clock.today(), "spoken": ["sv"]} | changes)


def in_request(here, form):
    """The titles that fit, and those that something stands in the way of, in a transaction of its own."""
    with here.scope:
        found = suggestions_for(form, on=clock.today(), most=MOST)
    return {one.activity.title for one in found.fitting}, {one.activity.title for one in found.ruled_out}


def wait_for_all_before():
    """Return when no transaction of the server is left that began before: beside one, what it may hold is read again.

    Another database of the same server counts as well, as where tests run two at a time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (now,) = cursor.fetchone()
        while True:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > now:
                return
            sleep(0.01)


def area(code):
    return InterestArea.objects.get(code=code)


def full(activity):
    Activity.objects.filter(pk=activity.pk).update(seats_taken=activity.seats)


def ended(activity):
    Activity.objects.filter(pk=activity.pk).update(state=ActivityState.ENDED)


def another_language(activity):
    Activity.objects.filter(pk=activity.pk).update(languages=["xx"])


def another_interest(activity):
    ActivityInterest.objects.filter(activity=activity).update(area=area("yoga"))


def no_interest(activity):
    ActivityInterest.objects.filter(activity=activity).delete()


def gone(activity):
    no_interest(activity)
    Activity.objects.filter(pk=activity.pk).delete()


FITS, STOPPED, NOWHERE = ({"Ett"}, set()), (set(), {"Ett"}), (set(), set())


@pytest.mark.parametrize(
    ("change", "found"),
    [(full, STOPPED), (another_language, STOPPED), (ended, NOWHERE), (another_interest, NOWHERE),
     (no_interest, NOWHERE), (gone, NOWHERE)],
)  # fmt: skip
def test_a_change_is_seen_in_the_next_request(here, change, found):
    with here.scope:
        form, activity = here.waiting("football", languages=["sv"]), here.activity("football", title="Ett")
    assert in_request(here, form) == FITS
    with here.scope:
        change(activity)
    assert in_request(here, form) == found


def test_what_comes_is_seen_in_the_next_request(here):
    with here.scope:
        form, other = here.waiting("football"), here.activity("yoga", title="Två")
    assert in_request(here, form) == NOWHERE
    with here.scope:
        here.activity("football", title="Ett")
    assert in_request(here, form) == FITS
    with here.scope:
        ActivityInterest.objects.create(node=here.node, activity=other, area=area("football"))
    assert in_request(here, form) == ({"Ett", "Två"}, set())


def test_the_page_says_at_once_that_a_place_is_offered(here, client):
    with here.scope:
        form, other = here.waiting("football"), here.waiting("football")
        activity = here.activity("football", seats=1)
    client.force_login(here.coordinator.user)
    url = reverse("matching:suggestions", args=[here.node.slug, form.pk])
    assert "redan erbjuden" not in text(client.get(url))
    with here.scope:
        offers.give(form=other, activity=activity, channel="phone", by=here.officer)
    assert "redan erbjuden" in text(client.get(url))


def test_where_nothing_has_changed_no_activity_is_read_but_those_shown(here):
    with here.scope:
        form = here.waiting("football")
        for number in range(MOST + 1):
            here.activity("football", title=f"Fotboll {number}")
    wait_for_all_before()
    in_request(here, form)
    with CaptureQueriesContext(connection) as captured:
        in_request(here, form)
    assert not [each["sql"] for each in captured if "COPY" in each["sql"]]


@pytest.mark.parametrize("changed", [1, 3])
def test_queries_do_not_grow_with_what_has_changed(here, changed):
    with here.scope:
        form, many = here.waiting("football"), [here.activity("football") for _ in range(3)]
    in_request(here, form)
    with here.scope:
        Activity.objects.filter(pk__in=[each.pk for each in many[:changed]]).update(seats_offered=1)
    with here.scope, CaptureQueriesContext(connection) as captured:
        asked(here.node)
    assert len(captured) == 5


def test_after_any_changes_what_is_kept_is_what_is_there(here):
    random, today = Random(1), clock.today()
    with here.scope:
        world = World(here, 1)
        world.activities(20)
        asked(here.node)
    for _ in range(12):
        with here.scope:
            some = random.sample(list(Activity.objects.order_by("pk")), 3)
            Activity.objects.filter(pk=some[0].pk).update(seats=9, starts_at="07:30", min_age=random.choice([None, 20]))
            Activity.objects.filter(pk=some[1].pk).update(state=random.choice(["approved", "ended"]))
            no_interest(some[2])
            world.activities(random.randint(0, 2))
        with here.scope:
            now, areas = asked(here.node), read_areas()
            ids, rows = activities_of(here.node, areas, now.languages, on=today)
        assert now.ids.tolist() == ids.tolist()
        for name, column in supply_of(rows).of.items():
            assert np.array_equal(now.supply.of[name], column), name


def test_what_is_undone_was_never_kept(here):
    with here.scope:
        form, activity = here.waiting("football"), here.activity("football", title="Ett", seats=1)
    assert in_request(here, form) == FITS
    with here.scope:
        with transaction.atomic():
            full(activity)
            assert not asked(here.node).supply.of["seats"].any()
            transaction.set_rollback(True)
        assert asked(here.node).supply.of["seats"].tolist() == [1]
        full(activity)
        assert not asked(here.node).supply.of["seats"].any()
        transaction.set_rollback(True)
    assert in_request(here, form) == FITS


def test_nothing_is_kept_before_it_is_certain(here):
    with here.scope:
        here.activity("football")
        asked(here.node)
        assert here.node.pk not in kept._kept
        transaction.set_rollback(True)


def test_a_change_that_was_under_way_is_seen_once_it_is_certain(here):
    with here.scope:
        form, activity = here.waiting("football"), here.activity("football", title="Ett")
    changed, seen = Event(), Event()

    def another_process():
        try:
            with here.scope:
                full(activity)
                changed.set()
                assert seen.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(another_process)
        assert changed.wait(20)
        assert in_request(here, form) == FITS
        with here.scope:  # a later transaction that is over before the earlier one
            here.activity("football", title="Två")
        assert in_request(here, form) == ({"Ett", "Två"}, set())
        seen.set()
        under_way.result()
    assert in_request(here, form) == ({"Två"}, {"Ett"})


@pytest.mark.parametrize(("beyond", "read"), [(-1, True), (2**40, False)])
def test_a_mark_from_a_database_that_was_restored_is_passed_over(here, beyond, read):
    with here.scope:
        activity = here.activity("football")
    with here.scope:
        upto = changes_since(here.node.pk, None).upto
        ActivityChange.objects.update(changed_in=upto + beyond)
        assert changes_since(here.node.pk, upto - 2).activities == [activity.pk] * read


def test_each_node_has_its_own(here):
    there = place("annan")
    with here.scope:
        mine = here.activity("football")
    with there.scope:
        theirs = there.activity("football")
    for _ in range(2):
        with here.scope:
            assert asked(here.node).ids.tolist() == [mine.pk]
        with there.scope:
            assert asked(there.node).ids.tolist() == [theirs.pk]
    with acting_in(without_people(here.node.pk, there.node.pk)):
        assert asked(there.node).ids.tolist() == [theirs.pk]


def test_outside_the_node_what_is_kept_is_not_to_be_had(here):
    there = place("annan")
    with here.scope:
        asked(here.node)
    with there.scope, pytest.raises(PermissionError):
        asked(here.node)
    with pytest.raises(PermissionError):
        asked(here.node)


@pytest.mark.parametrize(("most", "left"), [(2, 2), (1, 1)])
def test_what_was_not_asked_for_longest_makes_room(here, monkeypatch, most, left):
    there = place("annan")
    monkeypatch.setattr(kept, "MOST_ROWS", most)
    for each in (here, there):
        with each.scope:
            each.activity("football")
        with each.scope:
            asked(each.node)
    assert list(kept._kept) == [here.node.pk, there.node.pk][-left:]


def test_another_day_and_other_areas_are_read_anew(here):
    with here.scope:
        here.activity("football", last_on=clock.today() + timedelta(days=60))
        here.activity("football", first_on=clock.today(), last_on=clock.today())
    tomorrow = clock.today() + timedelta(days=1)
    with here.scope:
        assert [len(asked(here.node, on=day).ids) for day in (clock.today(), tomorrow, clock.today())] == [2, 1, 2]
        before, areas = asked(here.node), read_areas()
        fewer = replace(areas, rows=areas.rows[:-1])
        assert kept.activities_kept(here.node, fewer, on=clock.today(), spoken=[]).supply is not before.supply


def test_more_languages_than_bits_are_read_for_the_person_alone(here):
    with here.scope:
        for number in range(MOST_LANGUAGES + 1):
            here.activity("football", languages=[f"l{number:02}"])
    with here.scope:
        now = asked(here.node, spoken=["l07"])
    assert now.supply.of["languages"].tolist().count(1 << MOST_LANGUAGES) == MOST_LANGUAGES
    assert here.node.pk not in kept._kept


def test_a_change_costs_a_mark_and_no_history(here):
    """The mark is of the node, behind the wall."""
    with here.scope, connection.cursor() as cursor:
        activity = here.activity("football")
        cursor.execute("SELECT node_id, activity_id FROM associations_activitychange")
        assert cursor.fetchall() == [(here.node.pk, activity.pk)]
    with acting_in(node_scope(place("annan").node.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM associations_activitychange")
        assert cursor.fetchone() == (0,)


def test_the_marks_are_found_by_their_index_behind_the_wall(here):
    with here.scope, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few are read from end to end otherwise
        cursor.execute(f"EXPLAIN {CHANGED}", {"node": here.node.pk, "since": 1})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    conditions = [line for line in plan.splitlines() if "Index Cond" in line]
    assert any("changed_in >= " in line for line in conditions), plan
