"""How fast the main pages are with 1,000 and with 100,000 participants: `script/bench pages [--times 15]`.

Ours are whole requests through Django's test client: the unprivileged role, session, all middleware, the read log.
Beside each stand Django's admin on the same rows (requests that take turns with ours, so that a busy machine slows
both), one SQL written by hand for what the page shows, and the same page with row-level security turned off.
"""

import argparse
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages_fill import Filled, fill
from bench.pages_owner import without_the_wall
from bench.pages_sql import by_hand
from nodes.models import User
from nodes.tenancy import acting_in, node_scope
from placements.models import Placement

GOAL, WALL_GOAL = 0.7, 1.1
TURNS = 7  # with and without the wall: a machine's pace changes within a minute
ADMIN = "/bench-admin"
COLUMNS = "{:<36} {:>11} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>8}"
HEAD = ("page", "queries", "1,000", "100,000", "admin", "ours/adm", "quickest", "by hand", "no wall", "wall")


@dataclass(frozen=True)
class Page:
    """A page of ours, the admin's pages of the same rows, and the SQL written by hand."""

    name: str
    ours: str
    admin: tuple[str, ...]
    sql: str
    officer: bool = False


def pages(of: Filled) -> list[Page]:
    """The pages to measure in one node."""
    with acting_in(node_scope(of.node.pk)):
        started = Placement.objects.filter(state="started").select_related("participant").order_by("id")
        place = started.filter(participant__protection="", participant__withdrawn_at=None).first()
        someone = place.participant.search_key.split()[0]
    node, people = f"/{of.node.slug}", f"{ADMIN}/participants/participant/"
    attended = f"{ADMIN}/placements/attendance/?occasion__activity__id__exact={place.activity_id}"
    day = (
        f"{ADMIN}/participants/interestform/?state__exact=waiting",
        f"{ADMIN}/matching/offer/?state__exact=given",
        f"{ADMIN}/associations/activity/?state__exact=submitted",
        f"{ADMIN}/placements/placement/?state__exact=agreed",
    )
    return [
        Page("participants, first page", f"{node}/deltagare/", (people,), "list"),
        Page(
            "participants, one municipality",
            f"{node}/deltagare/?kommun={of.municipality}",
            (f"{people}?municipality__code__exact={of.municipality}",),
            "municipality",
        ),
        Page("participants, by days left", f"{node}/deltagare/?sort=left", (f"{people}?o=3",), "left"),
        Page("participants, searched", f"{node}/deltagare/?q={someone}", (f"{people}?q={someone}",), "search"),
        Page(
            "participants, a case officer's",
            f"{node}/deltagare/",
            (f"{people}?service_unit__id__exact={of.unit}",),
            "officer",
            officer=True,
        ),
        Page("Idag (the admin: four lists)", f"{node}/", day, "today"),
        Page(
            "one participant",
            f"{node}/deltagare/{place.participant_id}/",
            (f"{people}{place.participant_id}/change/",),
            "participant",
        ),
        Page(
            "one activity",
            f"{node}/aktiviteter/{place.activity_id}/",
            (f"{ADMIN}/associations/activity/{place.activity_id}/change/",),
            "activity",
        ),
        Page("its attendance", f"{node}/aktiviteter/{place.activity_id}/narvaro/", (attended,), "attendance"),
    ]


@dataclass
class Measured:
    """What was measured of one page in one node; times in milliseconds."""

    queries: int = 0
    ours: list[float] = field(default_factory=list)
    admin: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    no_wall: list[float] = field(default_factory=list)


class Visitor:
    """Opens the pages of one node."""

    def __init__(self, of: Filled):
        self.of = of
        self.coordinator, self.officer, self.caretaker = Client(), Client(), Client()
        self.coordinator.force_login(of.coordinator)
        self.officer.force_login(of.case_officer)
        self.caretaker.force_login(User.objects.get(is_superuser=True))

    def ours(self, page: Page) -> None:
        """Open our page."""
        _opened((self.officer if page.officer else self.coordinator).get(page.ours, SERVER_NAME="localhost"), page.ours)

    def admin(self, page: Page) -> None:
        """Open the admin's, one after the other where ours gathers several lists."""
        for url in page.admin:
            _opened(self.caretaker.get(url, SERVER_NAME="localhost", headers={"X-Node": str(self.of.node.pk)}), url)

    def sql(self, page: Page) -> None:
        """Run the SQL written by hand."""
        with acting_in(node_scope(self.of.node.pk)), connection.cursor() as cursor:
            cursor.execute(*by_hand(page.sql, page, self.of))
            cursor.fetchall()


def _opened(answer, url: str) -> None:
    assert answer.status_code == 200, (answer.status_code, url)


def timed(what: Callable[[Page], None], page: Page) -> float:
    """Milliseconds."""
    began = perf_counter()
    what(page)
    return (perf_counter() - began) * 1000


def measure(visitor: Visitor, page: Page, times: int) -> Measured:
    """All ways take turns; the first round only warms up."""
    found = Measured()
    visitor.ours(page)
    with CaptureQueriesContext(connection) as captured:
        visitor.ours(page)
    found.queries = len(captured)
    for way in (visitor.admin, visitor.sql):
        way(page)
    for _ in range(times):
        found.ours.append(timed(visitor.ours, page))
        found.admin.append(timed(visitor.admin, page))
        found.sql.append(timed(visitor.sql, page))
    return found


def measure_wall(visitor: Visitor, found: dict[str, Measured], measured: list[Page], times: int) -> None:
    """Every page without and with the wall in turn, so that both meet the same machine."""
    for page in measured:
        found[page.name].ours.clear()
    for _ in range(TURNS):
        with without_the_wall():
            for page in measured:
                visitor.ours(page)
                found[page.name].no_wall += [timed(visitor.ours, page) for _ in range(times // TURNS + 1)]
        for page in measured:
            visitor.ours(page)
            found[page.name].ours += [timed(visitor.ours, page) for _ in range(times // TURNS + 1)]


def main(arguments: list[str] | None = None) -> None:
    """Fill, measure, print one table."""
    parser = argparse.ArgumentParser(prog="script/bench pages", description=__doc__)
    parser.add_argument("--times", type=int, default=15, help="requests of each kind (15 unless told)")
    parser.add_argument("--only", default="", help="only pages with these words in their name")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    settings.ROOT_URLCONF = "bench.pages_admin"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    small, large = fill()
    print(COLUMNS.format(*HEAD))
    for few, many in zip(pages(small), pages(large), strict=True):
        if options.only in few.name:
            show(few, Visitor(small), many, Visitor(large), options.times)


def show(few: Page, at_few: Visitor, many: Page, at_many: Visitor, times: int) -> None:
    """Measure one page in both nodes and print its line."""
    small, large = measure(at_few, few, times), measure(at_many, many, times)
    ours, admin = median(large.ours), median(large.admin)
    compared = {many.name: Measured()}
    measure_wall(at_many, compared, [many], times)
    # The quickest of each: the wall costs less than a busy machine's own ups and downs.
    wall, no_wall = min(compared[many.name].ours), min(compared[many.name].no_wall)
    queries = f"{small.queries} / {large.queries}"
    numbers = (median(small.ours), ours, admin)
    print(
        COLUMNS.format(
            many.name,
            queries + ("" if small.queries == large.queries else " !"),
            *(f"{number:.1f}" for number in numbers),
            f"{ours / admin:.2f}" + ("" if ours <= GOAL * admin else " !"),
            f"{min(large.ours) / min(large.admin):.2f}",
            f"{median(large.sql):.1f}",
            f"{no_wall:.1f}",
            f"{wall / no_wall:.2f}" + ("" if wall <= WALL_GOAL * no_wall else " !"),
        ),
        flush=True,
    )
