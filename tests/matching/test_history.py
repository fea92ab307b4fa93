"""What a person's page tells of a place: each thing on the day it happened, whatever came first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.selectors.history import of_person
from matching.services import offers
from placements.models import Attendance
from placements.services import attendance, placements
from vida import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(here):
    """A place agreed on a week ago in an activity that has met since."""
    with here.scope:
        week = clock.now() - timedelta(days=7)
        activity = here.activity(first_on=clock.today() - timedelta(days=2))
        form = here.waiting(days_ago=8)
        offer = offers.give(form=form, activity=activity, channel="phone", by=here.officer, given_at=week, anyway=True)
        placement = offers.accept(offer=offer, by=here.officer, answered_at=week).placement
        met = clock.now() - timedelta(days=2)
        occasion = activity.occasions.create(
            node=here.node, number=1, starts_at=met, ends_at=met + timedelta(minutes=90)
        )
        attendance.fill_in(occasion=occasion, marks={placement: Attendance.Mark.PRESENT}, by=here.coordinator)
        yield placement


def told(placement):
    """What is told of the activity, the latest first, with its moment or its day."""
    title = placement.activity.title
    entries = of_person(placement.participant_id)
    return {entry.what.replace(title, "X"): entry.at for entry in entries if title in entry.what}


def test_what_is_typed_later_stands_on_its_day(here, agreed):
    today = clock.today()
    placements.enter_plan(placement=agreed, on=today - timedelta(days=4), by=here.officer)
    found = told(agreed)
    assert list(found) == ["Började i X", "X skrevs in i planen", "Tackade ja till X", "Erbjöds X"]
    assert [found["Började i X"], found["X skrevs in i planen"]] == [today - timedelta(days=days) for days in (2, 4)]
    (by,) = [entry.by for entry in of_person(agreed.participant_id) if "skrevs in" in entry.what]
    assert by == here.officer.user.name


def test_what_is_typed_the_same_day_has_its_moment(here, agreed):
    placements.enter_plan(placement=agreed, on=clock.today(), by=here.officer)
    placements.drop_out(placement=agreed, by=here.officer, reason="arbete")
    found = told(agreed)
    assert list(found)[:3] == ["Slutade i X", "X skrevs in i planen", "Började i X"]
    assert [found[each].date() for each in ("Slutade i X", "X skrevs in i planen")] == [clock.today()] * 2


def test_the_page_shows_a_day_without_a_clock(here, agreed, client):
    client.force_login(here.officer.user)
    page = " ".join(client.get(f"/har/deltagare/{agreed.participant_id}/").content.decode().split())
    line = page.split(f"Började i {agreed.activity.title}")[1].split("</li>")[0]
    assert "kl." not in line
