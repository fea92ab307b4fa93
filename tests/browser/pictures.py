"""`script/pictures`: the main pages of the demonstration, on a phone and at a desk, into `docs/pictures/`."""

import os
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, DESK, PHONE, ROOT, Site

PICTURES = ROOT / "docs" / "pictures"
HEIGHTS = {PHONE: 844, DESK: 800}
COLOURS = 96
LARGEST = 150_000  # bytes of one picture

COORDINATOR, LEAD = "Jonas Wallin", "Märta Ekdahl"
ROW = "main tbody tr a"
PAGES = [  # name of the file, who looks, address, and what to click on the way
    ("idag", COORDINATOR, "/vast/"),
    ("deltagare", COORDINATOR, "/vast/deltagare/"),
    ("matchning", COORDINATOR, "/vast/matchning/"),
    ("forslag", COORDINATOR, "/vast/matchning/?sort=-due_on", ROW),
    ("tavla", COORDINATOR, "/vast/matchning/omgangar/", ROW),
    ("mote", COORDINATOR, "/vast/", "main a:text('Öppna mötet')", "main a:text('Börja mötet')"),
    ("erbjudande", COORDINATOR, "/vast/erbjudanden/", ROW),
    ("prognos", COORDINATOR, "/vast/matchning/prognos/"),
    ("utbud", COORDINATOR, "/vast/rapporter/utbud/"),
    ("anmal-aktivitet", "", "/anmal-aktivitet/vast/"),
    ("aktivitet", COORDINATOR, "/vast/aktiviteter/?state=running", ROW),
    ("foreningar", COORDINATOR, "/vast/foreningar/"),
    ("program", LEAD, "/program/"),
    ("rapport", LEAD, "/program/rapporter/", "main tbody tr:nth-child(2) a"),
]
# What to scroll to, where the beginning of a page does not show what it is about.
BELOW = {"tavla": "#tavla nav"}


def main() -> None:
    """Prepare a site of its own, photograph it and take it down."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder), people="450")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROME", "/usr/bin/chromium"), args=CHROMIUM
        )
        try:
            site.prepare()
            site.start()
            for width in HEIGHTS:
                _photograph(browser, site, width)
        finally:
            browser.close()
            site.stop()


def _photograph(browser: Browser, site: Site, width: int) -> None:
    pages = {who: _arrives(browser, site, who, width) for who in dict.fromkeys(page[1] for page in PAGES)}
    for name, who, address, *clicks in PAGES:
        page = pages[who]
        answer = page.goto(site.url + address)
        assert answer.ok, f"{address} answers {answer.status}"
        for click in clicks:
            page.locator(click).first.click()
            page.wait_for_load_state()
        page.wait_for_load_state("networkidle")
        if name in BELOW:
            page.locator(BELOW[name]).evaluate("(part) => part.scrollIntoView()")
        file = PICTURES / f"{name}-{'telefon' if width == PHONE else 'dator'}.png"
        file.write_bytes(_small(page.screenshot()))
        assert file.stat().st_size < LARGEST, f"{file.name} is {file.stat().st_size} bytes"
        sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB\n")


def _arrives(browser: Browser, site: Site, who: str, width: int) -> Page:
    """Somebody at a browser of their own, through the demonstration's door."""
    size = {"width": width, "height": HEIGHTS[width]}
    page = browser.new_context(viewport=size, locale="sv-SE", timezone_id="Europe/Stockholm").new_page()
    if who:
        page.goto(f"{site.url}/demo/")
        with page.expect_navigation():
            page.locator(".card", has_text=who).locator("button").first.click()
    return page


def _small(png: bytes) -> bytes:
    """The same picture with few colours: a third of the bytes."""
    made = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS).save(made, "PNG", optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    main()
