"""The cards of a matching meeting in a coordinator's hands, and the ways in which a tap may fail to arrive."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Route

    from tests.browser.person import Person

TAPS = "**/moten/**"  # where they go, and where the cards come from
WAITING = "JSON.parse(sessionStorage.getItem(document.querySelector('[data-deck]').dataset.deck) ?? '[]')"
ONWARDS = re.compile("Hoppa över|Nästa person")
# What the browser says of a network or a server that is away; the page can do nothing about it.
AWAY = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_RESET", "status of 502", "status of 503")


class Deck:
    """The cards on the screen, and what is tapped on them."""

    def __init__(self, who: Person) -> None:
        self.who, self.page = who, who.page
        self.line = self.page.locator("[data-line]")

    def ready(self) -> Deck:
        """Everybody is in the document."""
        self.page.locator("[data-ready]").wait_for()
        return self

    def shown(self, what: str):
        """What is visible of the card on the screen."""
        return self.page.locator(f"[data-card]:visible {what}").locator("visible=true")

    def title(self) -> str:
        """The activity, or the sentence that stands instead of one."""
        return self.shown("h2").inner_text()

    def name(self) -> str:
        """Who it is about."""
        return self.shown("h1").inner_text()

    def step(self) -> str:
        """How far the activity has come with the person: suggested, offered or a yes; "" where there is none."""
        return self.shown(".deck-step").inner_text() if self.shown(".deck-step").count() else ""

    def stands(self) -> tuple[str, str]:
        """What the card on the screen is about, and how far it has come."""
        return self.title(), self.step()

    # --- fingers ------------------------------------------------------------------------------------------------------

    def taps(self, button: str | re.Pattern[str]) -> Deck:
        """A finger on a button; a person needs half a second between two."""
        self.page.wait_for_timeout(500)
        self.shown("button, [data-card]:visible summary, [data-card]:visible a").filter(has_text=button).first.click()
        return self.looks()

    def looks(self) -> Deck:
        """The checks of every page; what is away is no fault of the page."""
        self.who.complaints[:] = [said for said in self.who.complaints if not any(word in said for word in AWAY)]
        self.who.looks()
        return self

    def says_no(self, reason: str = "Tiden passar inte", then: str = "Nej, visa nästa förslag") -> Deck:
        """No, why, and whether there is to be another."""
        self.taps("Nej")
        self.shown("label").filter(has_text=reason).click()
        return self.taps(then)

    def undoes(self) -> Deck:
        """The last tap was wrong."""
        self.page.wait_for_timeout(500)
        self.page.get_by_role("button", name="Ångra senaste trycket").click()
        return self

    def goes_on_to(self, title: str, step: str) -> str:
        """Leave the card on the screen and pass by the others until one stands so; whose it is."""
        self.taps(ONWARDS)
        while self.stands() != (title, step):
            self.taps(ONWARDS)
        return self.name()

    # --- what waits, and why ------------------------------------------------------------------------------------------

    def is_saved(self) -> Deck:
        """Everything has arrived."""
        self.line.filter(has_text="Sparat").wait_for()
        assert not self.queue()
        return self.looks()

    def queue(self) -> list[dict]:
        """What waits to be sent."""
        return self.page.evaluate(WAITING)

    @contextmanager
    def without_network(self) -> Iterator[None]:
        """A minute without."""
        self.page.context.set_offline(True)
        yield
        self.page.context.set_offline(False)

    @contextmanager
    def answered_with(self, status: int) -> Iterator[None]:
        """Something between the tablet and the site answers in its place."""
        self.page.route(TAPS, lambda route: route.fulfill(status=status, body="<h1>Back soon</h1>"))
        yield
        self.page.unroute(TAPS)

    @contextmanager
    def answers_lost(self) -> Iterator[None]:
        """Each tap reaches the site, whose first answer never comes back."""
        lost = set()

        def lose(route: Route) -> None:
            key = parse_qs(route.request.post_data or "").get("key", [""])[0]
            if not key or key in lost:
                return route.continue_()
            lost.add(key)
            assert route.fetch().ok
            return route.abort("connectionreset")

        self.page.route(TAPS, lose)
        yield
        self.page.unroute(TAPS)
        assert lost
