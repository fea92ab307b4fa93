"""A matching round in a coordinator's hands, and two coordinators who want the same last place."""

from __future__ import annotations

import re

from tests.browser import guests
from tests.browser.conftest import PHONE

PLACED = guests.STAGE_SEATS + guests.SCREEN_SEATS
COORDINATOR = ("Föreningssamordnare", "Jonas Wallin")


def test_a_round_for_thirty_people_at_an_information_meeting(person, site):
    site.manage("shell", "-c", "from tests.browser.guests import sit_down; sit_down()")
    coordinator = person().logs_in_as(*COORDINATOR)
    begins(coordinator)
    first = coordinator.page.url
    locks_and_regrets(coordinator)
    moved = moves_somebody(coordinator)
    makes_it_again(coordinator, moved)
    compares(coordinator, moved)
    assert coordinator.page.url != first
    confirms(coordinator)


def begins(coordinator):
    """From the page of who waits to the board, by way of the progress."""
    coordinator.opens("/vast/matchning/").clicks("Gör en matchning").ticks(whom_for="mote")
    choice = coordinator.page.locator("select[name=meeting] option", has_text=guests.MEETING)
    coordinator.chooses(meeting=choice.inner_text()).clicks("Räkna fram förslag")
    coordinator.reads(f"får förslag {PLACED} av {guests.PEOPLE} personer", f"sitt första val {guests.STAGE_SEATS}")
    coordinator.looks().reads("Bevisat bäst under de platser som finns")
    tabs = coordinator.page.get_by_role("navigation", name="Matchningens sidor")
    coordinator.pushes(tabs.get_by_role("link", name="Aktiviteter"))
    coordinator.reads(guests.STAGE, "En plats till hade räckt till en person till.")
    coordinator.pushes(tabs.get_by_role("link", name="Personer"))


def locks_and_regrets(coordinator):
    """A part of the page is swapped and the focus stays; the undoing is a press in the message."""
    lock = coordinator.page.get_by_role("button", name=re.compile("^Lås ?: Gäst")).first
    button = lock.get_attribute("id")
    lock.click()
    coordinator.reads("Platsen är låst.", "Låst").looks()
    assert coordinator.page.evaluate("document.activeElement.id") == button
    coordinator.clicks("Ångra").reads("Ändringen är ångrad.")
    assert coordinator.page.get_by_role("button", name=re.compile("^Lås upp")).count() == 0
    coordinator.page.get_by_role("button", name=re.compile("^Lås ?: Gäst")).first.click()
    coordinator.reads("Platsen är låst.")


def moves_somebody(coordinator) -> str:
    """One from the screen to the stage, where the places are given: the page says who gives way before it is done."""
    row = coordinator.page.locator("main tbody tr", has_text=guests.SCREEN).first
    name = row.locator("th").inner_text().strip()
    coordinator.pushes(row.get_by_role("link", name=re.compile("^Flytta")))
    coordinator.reads("Passar, men platserna är fördelade")
    coordinator.follows("Välj", within=guests.STAGE).reads("Så här blir det när matchningen görs om", "får i stället")
    coordinator.clicks("Flytta och lås").reads(f"{name} är flyttad till {guests.STAGE}", "står nu utan plats")
    return name


def makes_it_again(coordinator, moved):
    coordinator.clicks("Gör om matchningen").reads(
        f"får förslag {PLACED} av {guests.PEOPLE} personer", "Som förra gången"
    )
    coordinator.looks().opens(f"{coordinator.page.url}?visa=andrade").reads(moved, guests.STAGE)
    coordinator.clicks("Rensa alla")


def compares(coordinator, moved):
    coordinator.clicks("Jämför med förra").reads("Vad skiljer de två matchningarna?", "får något annat")
    coordinator.does_not_read(moved)  # moved before it was made again: the same in both
    coordinator.clicks("Till den senare")


def confirms(coordinator):
    coordinator.clicks("Gå vidare till erbjudanden").reads(f"{PLACED} erbjudanden görs", guests.SCREEN, "Svar senast")
    assert coordinator.page.locator("[name=channel][value=matching_meeting]").is_checked()
    coordinator.clicks("Gör erbjudandena").reads(f"{PLACED} erbjudanden är gjorda.", "Väntar på svar")
    coordinator.clicks("Se erbjudandena").reads(f"{PLACED} erbjudanden")


def test_two_coordinators_want_the_last_place(person, site):
    site.manage("shell", "-c", "from tests.browser.guests import want_the_last_place; want_the_last_place()")
    jonas, tove = person().logs_in_as(*COORDINATOR), person(width=PHONE).logs_in_as(COORDINATOR[0], "Tove Rydén")
    for who, rival in ((jonas, guests.RIVALS[0]), (tove, guests.RIVALS[1])):
        who.opens("/vast/matchning/omgangar/")
        for row in who.page.locator("main tbody tr th a").all()[:2]:
            address = row.get_attribute("href")
            if rival in who.page.request.get(site.url + address).text():
                who.opens(address).clicks("Gå vidare till erbjudanden").reads("1 erbjudande görs", guests.LAST)
                break
    jonas.clicks("Gör erbjudandena").reads("1 erbjudande är gjort.")
    tove.clicks("Gör erbjudandena").reads("inget erbjudande är gjort", "Det här står i vägen", guests.RIVALS[1])
    tove.clicks("Undanta dem").reads("1 person är undantagen.", "Det finns inga förslag att erbjuda")


def test_a_board_without_scripts(person):
    """The same presses, each with a page of its own."""
    coordinator = person(javascript=False).logs_in_as(*COORDINATOR).opens("/vast/matchning/omgangar/ny/")
    coordinator.ticks(whom_for="nod").clicks("Räkna fram förslag")
    for _attempt in range(50):
        if coordinator.page.get_by_text("får förslag").count():
            break
        coordinator.page.wait_for_timeout(200)
        coordinator.clicks("Se om den är klar")
    coordinator.pushes(coordinator.page.get_by_role("button", name=re.compile("^Undanta")).first)
    coordinator.reads("är undantagen").clicks("Ångra").reads("Ändringen är ångrad.")
    coordinator.clicks("Lägg åt sidan").clicks("Lägg åt sidan").reads("är lagd åt sidan")
