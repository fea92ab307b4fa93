"""A person at a browser: opens pages, reads, fills in and clicks; every page opened is checked for accessibility."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Site

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
WIDTHS = (320, 1280)  # CSS pixels: the narrowest that WCAG 1.4.10 asks for, and a desk
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
    each => `${each.id}: ${each.help} — ${each.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`)"""


class Person:
    """Steps as a person would tell them."""

    def __init__(self, page: Page, site: Site):
        self.page, self.site = page, site
        self.seen: set[str] = set()
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message) -> None:
        """What the browser complains about: a refused script, a missing file."""
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def opens(self, address: str) -> Person:
        """Go to an address of the site, or to a link that came by mail."""
        self.page.goto(address if address.startswith("http") else self.site.url + address)
        return self.looks()

    def looks(self) -> Person:
        """Look at the page as it is now: nothing fell over, nothing is inaccessible at either width."""
        self.page.wait_for_load_state("load")
        assert not self.complaints, self.complaints
        if self._scripts_run():
            self._checks_accessibility()
        return self

    def _scripts_run(self) -> bool:
        return self.page.context._impl_obj._options.get("javaScriptEnabled", True)

    def _checks_accessibility(self) -> None:
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.evaluate(AXE)
            violations = self.page.evaluate(RUN_AXE)
            assert not violations, f"{self.page.url} at {width} px: {violations}"
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} needs {wide} px sideways at {width} px"

    def logs_in_as(self, role: str, place: str = "") -> Person:
        """Through the demonstration's door, by the button of the role; `place` picks among several with that role."""
        self.opens("/demo/")
        card = self.page.locator(".card", has=self.page.get_by_role("heading", name=role, exact=True))
        if place and place not in card.locator("p").first.inner_text():
            card.locator("summary").click()
            card.locator("li", has_text=place).first.get_by_role("button").click()
        else:
            card.get_by_role("button").first.click()
        return self.looks()

    def clicks(self, name: str, *, exact: bool = True) -> Person:
        """Follow the link or push the button with that name, and look at what comes."""
        self._named(name, exact).click()
        return self.looks()

    def _named(self, name: str, exact: bool) -> Locator:
        link = self.page.get_by_role("link", name=name, exact=exact)
        button = self.page.get_by_role("button", name=name, exact=exact)
        return link.or_(button).locator("visible=true").first

    def fills(self, **answers: str) -> Person:
        """Write into the fields by their names in the form."""
        for name, value in answers.items():
            self.page.locator(f"[name='{name}']").fill(value)
        return self

    def chooses(self, **answers: str) -> Person:
        """Choose in lists by the fields' names, by what the choice is called."""
        for name, label in answers.items():
            self.page.locator(f"select[name='{name}']").select_option(label=label)
        return self

    def ticks(self, *labels: str) -> Person:
        """Tick boxes and radio buttons by their words."""
        for label in labels:
            self.page.get_by_label(label, exact=True).first.check()
        return self

    def reads(self, *texts: str) -> Person:
        """See that the page says so."""
        page = " ".join(self.page.locator("body").inner_text().split())
        for text in texts:
            if text not in page:
                pytest.fail(f"{self.page.url} does not say {text!r}:\n{page[:3000]}")
        return self

    def does_not_read(self, *texts: str) -> Person:
        """See that the page does not say so."""
        page = self.page.content()
        assert not [text for text in texts if text in page]
        return self

    def fetches(self, name: str) -> bytes:
        """Follow a link to a file and have its content."""
        address = self._named(name, exact=True).get_attribute("href")
        answer = self.page.request.get(self.page.evaluate("href => new URL(href, document.baseURI).href", address))
        assert answer.ok, (answer.status, address)
        return answer.body()
