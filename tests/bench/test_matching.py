"""The measurement measures what it says: rounds of what it fills match people by every way there is."""

import numpy as np
import pytest

from bench import matching_arrivals, matching_engine, matching_fill, matching_rounds
from matching.tasks import solve_round
from nodes.models import Node
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm


@pytest.mark.django_db
def test_a_round_of_each_node_that_is_filled():
    made = matching_fill.found("bench")
    for number in range(2):
        matching_fill.fill_node(made, number, 80, 20)
    for node in Node.objects.filter(programme=made):
        with acting_in(node_scope(node.pk)):
            assert InterestForm.objects.waiting().count() == 80
    keys = matching_rounds.ask(made.pk)
    for key in keys:
        solve_round(*key)
    for figures in matching_rounds.figures(keys):
        assert figures["people"] == 80
        assert figures["pairs"] > 100
        assert figures["matched"] > 30


def test_the_ways_agree(capsys, monkeypatch):
    monkeypatch.delitem(matching_engine.WAYS, "matching (stable)")  # is fetched when it is measured
    matching_engine.measure(60, 12, 2)  # asserts that the exact ones agree
    assert "OR-Tools, bare" in capsys.readouterr().out


def test_prices_lose_less_of_hindsight(monkeypatch):
    monkeypatch.setattr(matching_arrivals, "PEOPLE", 300)
    monkeypatch.setattr(matching_arrivals, "ACTIVITIES", 40)
    hindsight, without, last, renewed = np.sum([matching_arrivals._period(seed, near=False) for seed in (1, 2)], axis=0)
    assert without < last <= renewed <= hindsight
