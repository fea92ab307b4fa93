"""A person at a browser: opens pages, reads, fills in and clicks; every page opened is checked for accessibility."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Site

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
WIDTHS = (320, 1280)  # CSS pixels: the narrowest that WCAG 1.4.10 asks for, and a desk
HEIGHT = 900
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
    each => `${each.id}: ${each.help} — ${each.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`)"""
TOO_WIDE = """width => [...document.querySelectorAll("body *")].filter(
    each => each.checkVisibility() && each.getBoundingClientRect().right > width + 1
    ).map(each => each.outerHTML.slice(0, 150)).slice(-3)"""
# A link or the button of a form brings a new page, unless a script takes care of it.
LEADS_AWAY = """each => !each.matches("[hx-get], [hx-post], [data-opens], [type=button]") &&
    (each.matches("a[href]") || !!each.form)"""
# What a page is made of. Two pages of the same address and pieces are the same to a checker.
PIECES = """() => [...new Set([...document.querySelectorAll("main, main *, dialog[open]")].map(
    each => each.tagName + "." + each.className + (each.dataset.tone || "")))].sort().join()"""


class Person:
    """Steps as a person would tell them."""

    def __init__(self, page: Page, site: Site, *, width: int, javascript: bool = True):
        self.page, self.site, self.width, self.javascript = page, site, width, javascript
        page.set_viewport_size({"width": width, "height": HEIGHT})
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    # --- going about --------------------------------------------------------------------------------------------------

    def opens(self, address: str) -> Person:
        """Go to an address of the site, or to a link that came by mail."""
        self.page.goto(address if address.startswith("http") else self.site.url + address)
        return self.looks()

    def logs_in_as(self, role: str, who: str = "") -> Person:
        """Through the demonstration's door, by the button of the role; `who` picks by unit, node or name."""
        self.page.goto(f"{self.site.url}/demo/")
        card = self.page.locator(".card", has=self.page.get_by_role("heading", name=role, exact=True))
        if not who or who in card.locator("p").first.inner_text():
            return self.pushes(card.get_by_role("button").first)
        card.locator("summary").click()
        return self.pushes(card.locator("li", has_text=who).first.get_by_role("button"))

    def logs_out(self) -> Person:
        """Forget who this is."""
        self.page.context.clear_cookies()
        return self

    def clicks(self, name: str) -> Person:
        """Follow the link or push the button with that name, and look at what comes."""
        return self.pushes(self._named(name))

    def follows(self, name: str, within: str) -> Person:
        """Follow the link or push the button with that name in the row, item or sheet that says `within`."""
        places = self.page.locator("main tr, main li, main .card").filter(has_text=within)
        return self.pushes(places.get_by_role("link", name=name).or_(places.get_by_role("button", name=name)).first)

    def sees_all(self, group: str) -> Person:
        """Go from the first lines of a group on Idag to all of them, where there are more."""
        more = self.page.get_by_role("link", name=re.compile(rf"^Visa alla .*: {group}$"))
        return self.pushes(more) if more.count() else self

    def pushes(self, what: Locator) -> Person:
        """Push it, wait for the page that it leads to, and look at that."""
        if not self.javascript or what.evaluate(LEADS_AWAY):
            with self.page.expect_navigation():
                what.click()
        else:
            what.click()
        return self.looks()

    def _named(self, name: str) -> Locator:
        link = self.page.get_by_role("link", name=name, exact=True)
        button = self.page.get_by_role("button", name=name, exact=True)
        return link.or_(button).locator("visible=true").first

    # --- filling in ---------------------------------------------------------------------------------------------------

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

    def ticks(self, **values: str) -> Person:
        """Tick boxes and radio buttons by the field's name and the choice's value."""
        for name, value in values.items():
            self.page.locator(f"input[name='{name}'][value='{value}']").check()
        return self

    # --- seeing -------------------------------------------------------------------------------------------------------

    def reads(self, *texts: str) -> Person:
        """See that the page says so, at once or as soon as what is under way has arrived."""
        for text in texts:
            for _attempt in range(50):
                page = " ".join(self.page.locator("body").inner_text().split())
                if text in page:
                    break
                self.page.wait_for_timeout(200)
            else:
                pytest.fail(f"{self.page.url} does not say {text!r}:\n{page[:3000]}")
        return self

    def does_not_read(self, *texts: str) -> Person:
        """See that the page does not say so, not even where it is hidden."""
        page = self.page.content()
        assert not (said := [text for text in texts if text in page]), f"{self.page.url} says {said}"
        return self

    def fetches(self, name: str) -> bytes:
        """Follow a link to a file and have its content."""
        address = self._named(name).get_attribute("href")
        answer = self.page.request.get(urljoin(self.page.url, address))
        assert answer.ok, (answer.status, address)
        return answer.body()

    # --- the checks of every page -------------------------------------------------------------------------------------

    def looks(self) -> Person:
        """Look at the page as it is now: nothing fell over, nothing is inaccessible at either width."""
        self.page.wait_for_load_state("load")
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        if self.javascript and self._is_new():
            self.checks_accessibility()
        return self

    def _heard(self, message) -> None:
        """What the browser complains about: a refused script, a missing file. Refused forms (4xx) are no fault."""
        if message.type == "error" and not re.search("status of 4(09|10|22|03|29)", message.text):
            self.complaints.append(message.text)

    def _is_new(self) -> bool:
        """Whether nobody has looked at such a page before: same address but for numbers, same pieces, same colours."""
        address = re.sub(r"\d+", "0", self.page.url.split("?")[0])
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        kind = f"{address} {dark} {self.page.evaluate(PIECES)}"
        known = kind in self.site.looked_at
        self.site.looked_at.add(kind)
        return not known

    def checks_accessibility(self) -> None:
        """WCAG by axe, and nothing sideways, at both widths."""
        for width in WIDTHS:
            with self._at(width):
                if not self.page.evaluate("'axe' in window"):
                    self.page.evaluate(AXE)
                violations = self.page.evaluate(RUN_AXE)
                assert not violations, f"{self.page.url} at {width} px: {violations}"
                wide = self.page.evaluate("document.documentElement.scrollWidth")
                causes = self.page.evaluate(TOO_WIDE, width) if wide > width else []
                assert wide <= width, f"{self.page.url} needs {wide} px at {width} px: {causes}"

    @contextmanager
    def _at(self, width: int) -> Iterator[None]:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        yield
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
