"""Charts: every value in words, right lengths, and nothing that a strict page would refuse."""

import re
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from vida.charts import WIDTH, Bar, Line, bar_chart, line_chart

BARS = [Bar("Väst", 50), Bar("Nordost", 100), Bar("Stockholm", None, "färre än 5"), Bar("Andel", 0.5, "50 %")]
LINES = [Line("Erbjudna", [0, 20, None, 40]), Line("Tackat ja", [0, 10, 20, 30])]
POINTS = ["Q1", "Q2", "Q3", "Q4"]


def drawn(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 our own drawing


def texts(svg):
    return [element.text for element in drawn(svg).iter("text")]


def test_every_bar_has_its_label_and_its_value_in_words():
    with override("sv"):
        svg = bar_chart("Per nod", BARS)
    assert texts(svg) == ["Väst", "50", "Nordost", "100", "Stockholm", "färre än 5", "Andel", "50 %"]


def test_bars_are_as_long_as_their_values():
    bars = [
        int(rect.get("width")) for rect in drawn(bar_chart("x", BARS)).iter("rect") if rect.get("class") == "chart-bar"
    ]
    assert bars == [WIDTH // 2, WIDTH, 0, round(WIDTH * 0.005)]


@pytest.mark.parametrize("svg", [bar_chart("Titel", BARS, description="Mer"), line_chart("Titel", POINTS, LINES)])
def test_a_chart_is_a_picture_with_a_name_and_no_inline_style(svg):
    root = drawn(svg)
    assert root.get("role") == "img"
    assert root[0].tag == "title"
    assert root[0].text == "Titel"
    assert not re.search(r"\s(style|on\w+)=", svg)
    assert "<style" not in svg


def test_a_description_is_said_when_there_is_one():
    assert drawn(bar_chart("x", BARS, description="Mer"))[1].text == "Mer"
    assert "<desc" not in bar_chart("x", BARS)


def test_labels_are_escaped():
    svg = bar_chart("<b>&", [Bar("<script>", 1, '"><g>')])
    assert "<script>" not in svg
    assert texts(svg) == ["<script>", '"><g>']


def test_lines_break_where_a_value_is_missing():
    first, second = (group.find("path").get("d") for group in drawn(line_chart("x", POINTS, LINES)).iter("g"))
    assert first.count("M") == 2
    assert second.count("M") == 1
    assert len(list(drawn(line_chart("x", POINTS, LINES)).iter("circle"))) == 7


def test_lines_are_told_apart_by_pattern_and_named():
    svg = line_chart("x", POINTS, LINES)
    patterns = [group.find("path").get("stroke-dasharray") for group in drawn(svg).iter("g")]
    assert len(set(patterns)) == 2
    assert texts(svg)[-2:] == ["Erbjudna", "Tackat ja"]


@pytest.mark.parametrize(
    ("highest", "top"), [(0, "2"), (2, "2"), (3, "5"), (5, "5"), (6, "10"), (40, "50"), (51, "100"), (100, "100")]
)
def test_the_scale_ends_at_a_round_number_that_is_not_below_the_highest(highest, top):
    assert texts(line_chart("x", ["a", "b"], [Line("y", [0, highest])]))[2] == top


def test_points_on_the_scale():
    circles = list(drawn(line_chart("x", ["a", "b", "c"], [Line("y", [0, 5, 10])])).iter("circle"))
    assert [(int(c.get("cx")), int(c.get("cy"))) for c in circles] == [(44, 196), (214, 106), (384, 16)]


def test_many_points_show_few_labels():
    labels = [str(year) for year in range(2000, 2020)]
    shown = [text for text in texts(line_chart("x", labels, [Line("y", [1] * 20)])) if text in labels]
    assert shown == ["2000", "2005", "2010", "2015"]


@given(st.lists(st.none() | st.floats(0, 1e9), max_size=30))
def test_no_values_break_a_chart(values):
    assert drawn(bar_chart("x", [Bar("a", value) for value in values])).get("role") == "img"
    assert drawn(line_chart("x", ["p"] * len(values), [Line("y", values)])).get("role") == "img"
