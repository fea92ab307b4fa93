"""The page of one person, cut: the engine chooses what it shows, and it is what weighing everything would show."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.models import Activity
from matching.engine import SeatPrices
from matching.scoring import LastPrices
from matching.selectors.suggestions import suggestions_for
from matching.views.matching import MANY, MOST
from participants.models import InterestForm
from tests.matching.conftest import place
from tests.matching.randomworld import fill
from tests.matching.roundpages import text
from vida import clock

NUMBERS = count()
LISTS = ("fitting", "fitting_later", "elsewhere", "ruled_out")


def some_prices(seed: int) -> LastPrices:
    """Prices for half of the activities, in the engine's money."""
    rng = np.random.default_rng(seed)
    dear = rng.permutation(list(Activity.objects.values_list("pk", flat=True)))[::2].tolist()
    price = np.array([0, *rng.integers(1, 40, len(dear))], np.int64)
    money = SeatPrices(price, (("rank", 10), ("travel", 1)), np.arange(6, dtype=np.int64) * 10, 1)
    return LastPrices(clock.today(), money, {pk: at for at, pk in enumerate(dear, start=1)})


@pytest.mark.parametrize("priced", [False, True])
@given(seed=st.integers(0, 2**32), most=st.integers(1, 6))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_list_is_the_beginning_of_the_whole_one(db, seed, most, priced):
    here = place(f"kort{next(NUMBERS)}")  # one database for all examples
    with here.scope:
        fill(here, seed, people=8, activities=30)
        prices = some_prices(seed) if priced else None
        for form in InterestForm.objects.waiting().select_related("participant", "node__programme"):
            whole = suggestions_for(form, on=clock.today(), prices=prices)
            cut = suggestions_for(form, on=clock.today(), prices=prices, most=most)
            for name in LISTS:
                assert said(getattr(cut, name)) == said(getattr(whole, name))[:most], name
                assert cut.more[name] == max(0, len(getattr(whole, name)) - most)
            assert (cut.unmet, cut.about_person) == (whole.unmet, whole.about_person)


def said(listed) -> list[tuple]:
    return [
        (one.activity, one.rank, one.gives_way, [each.sentence for each in one.obstacles], one.reasons)
        for one in listed
    ]


def test_without_wishes_there_is_nothing(here):
    with here.scope:
        form = here.waiting("football")
        form.choices.all().delete()
        here.activity("football")
        found = suggestions_for(form, on=clock.today(), most=MOST)
    assert not any(getattr(found, name) for name in LISTS)
    assert not any(found.more.values())


def test_queries_do_not_grow_with_the_activities(here):
    with here.scope:
        form = here.waiting("football")
        counted = []
        for _ in range(2):
            for _ in range(4):
                here.activity("football")
            with CaptureQueriesContext(connection) as captured:
                suggestions_for(form, on=clock.today(), most=MOST)
            counted.append(len(captured))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(("activities", "left"), [(MOST, None), (MOST + 1, 1)])
def test_the_page_says_what_it_leaves_out(here, client, activities, left):
    with here.scope:
        form = here.waiting("football")
        for number in range(activities):
            here.activity("football", title=f"Fotboll {number}")
    client.force_login(here.coordinator.user)
    url = reverse("matching:suggestions", args=[here.node.slug, form.pk])
    page = text(client.get(url))
    assert (f"Ytterligare {left} visas inte." in page) == bool(left)
    assert ("Visa fler" in page) == bool(left)
    assert "visas inte" not in text(client.get(f"{url}?antal={4 * MOST}"))


@pytest.mark.parametrize("asked", ["", "0", "x", "-1", "²", str(MANY + 1), "9" * 30])
def test_whatever_the_address_asks_the_page_opens(here, client, asked):
    with here.scope:
        form = here.waiting("football")
    client.force_login(here.coordinator.user)
    url = reverse("matching:suggestions", args=[here.node.slug, form.pk])
    assert client.get(url, {"antal": asked}).status_code == 200
