"""What the tests of the reports share: a day after the quarter, and a world with two nodes."""

from datetime import date

import pytest

from nodes.models import NodeMunicipality
from tests.reporting.world import World
from vida import clock

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def november(settings):
    """The third quarter has ended and the fourth is under way."""
    settings.CLOCK_DAYS_AHEAD = 0
    settings.CLOCK_DAYS_AHEAD = (TODAY - clock.today()).days


@pytest.fixture
def world(db):
    """Two nodes of one programme."""
    return World("vast", "norr")


@pytest.fixture
def west(world):
    """The node in the west, with two municipalities."""
    NodeMunicipality.objects.create(
        programme=world.programme, node=world.node("vast"), municipality_id="0183", valid_from=date(2026, 1, 1)
    )
    return world.node("vast")
