"""A list in a phone's width: each row is a card, with the columns' names before what they hold."""

import re

from tests.browser.conftest import DESK, PHONE


def test_a_card_leaves_out_what_only_says_a_dash(person):
    coordinator = person(width=PHONE).logs_in_as("Föreningssamordnare", "Jonas Wallin").opens("/vast/matchning/")
    dash = coordinator.page.locator("main tbody td").filter(has_text=re.compile("^–$")).first
    assert not dash.is_visible()
    coordinator.page.set_viewport_size({"width": DESK, "height": 900})
    assert dash.is_visible()


def test_two_marks_in_a_cell_stand_under_each_other(person):
    coordinator = person(width=PHONE).logs_in_as("Föreningssamordnare", "Jonas Wallin").opens("/vast/deltagare/")
    marks = coordinator.page.locator("main tbody td").filter(has=coordinator.page.locator(".badge + .badge")).first
    first, second = (mark.bounding_box() for mark in marks.locator(".badge").all())
    assert (first["x"], first["y"] < second["y"]) == (second["x"], True), "beside the column's name, not below it"
