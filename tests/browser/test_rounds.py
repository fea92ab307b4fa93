"""A matching round in a coordinator's hands, and two coordinators who want the same last place."""

from __future__ import annotations

import re

from tests.browser import guests
from tests.browser.conftest import PHONE
from tests.browser.deck import Deck

PLACED = guests.STAGE_SEATS + guests.SCREEN_SEATS
SUGGESTED, OFFERED = "Förslag", "Erbjudande"
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
    board = confirms(coordinator)
    before = idag(coordinator)
    two_say_yes(coordinator, board)
    changed = three_say_no(coordinator)
    the_place_that_is_left_finds_somebody(coordinator)
    says_what_happened(coordinator, board, changed)
    assert {word: number - before[word] for word, number in idag(coordinator).items()} == {
        "väntar på erbjudande": -1,  # who was offered the place that was left
        "väntar på svar": -4,  # five have answered, and one of them has got another offer to think about
        "att skriva in i planen": 4,
    }


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


def confirms(coordinator) -> str:
    """The board's address."""
    board = coordinator.page.url.split("?")[0]
    coordinator.clicks("Gå vidare till erbjudanden").reads(f"{PLACED} erbjudanden görs", guests.SCREEN, "Svar senast")
    assert coordinator.page.locator("[name=channel][value=matching_meeting]").is_checked()
    coordinator.clicks("Gör erbjudandena").reads(f"{PLACED} erbjudanden är gjorda.", "Väntar på svar")
    coordinator.clicks("Se erbjudandena").reads(f"{PLACED} erbjudanden")
    return board


def two_say_yes(coordinator, board):
    """At the matching meeting, one person at a time; a wrong button is put right."""
    coordinator.opens(board).clicks("Öppna matchningsmötet")
    coordinator.reads(f"på mötet {guests.PEOPLE}", f"att prata med {PLACED}", "har sagt ja 0")
    deck = Deck(coordinator.clicks("Börja mötet")).ready()
    deck.taps("Ja").is_saved()
    deck.goes_on_to(guests.STAGE, OFFERED)
    deck.says_no(then="Nej, inga fler förslag").is_saved()
    coordinator.reads("Vill inte ha fler erbjudanden")
    deck.undoes().is_saved()
    assert deck.stands() == (guests.STAGE, OFFERED)
    deck.taps("Ja").is_saved()


def three_say_no(coordinator) -> str:
    """One leaves the screen for good, one leaves the stage for that place, and one leaves the screen for the stage and
    wants to think. Returns who said no and then yes.
    """
    deck = Deck(coordinator)
    deck.goes_on_to(guests.SCREEN, OFFERED)
    deck.says_no("För långt att åka", then="Nej, inga fler förslag").is_saved()
    changed = deck.goes_on_to(guests.STAGE, OFFERED)
    assert deck.says_no().is_saved().stands() == (guests.SCREEN, SUGGESTED)
    deck.taps("Erbjud").taps("Ja").is_saved()
    deck.goes_on_to(guests.SCREEN, OFFERED)
    assert deck.says_no().is_saved().stands() == (guests.STAGE, SUGGESTED)
    deck.taps("Erbjud").is_saved()
    return changed


def the_place_that_is_left_finds_somebody(coordinator):
    """Who got nothing in the round is offered what another has left."""
    coordinator.clicks("Till listan")
    waits = coordinator.page.locator("main tr", has_text="Väntar på erbjudande").get_by_role("link").first
    deck = Deck(coordinator.pushes(waits)).ready()
    assert deck.stands() == (guests.SCREEN, SUGGESTED)
    deck.taps("Erbjud").taps("Ja").is_saved()


def says_what_happened(coordinator, board, changed):
    """The meeting's list, the offers and the board: of the round's offers two have a yes and three a no."""
    coordinator.clicks("Till listan").reads(f"att prata med {PLACED - 4}", "har sagt ja 4", "Inget förslag")
    number = board.rstrip("/").rsplit("/", 1)[-1]
    for state, offers in (("accepted", 2), ("declined", 3), ("given", PLACED - 5)):
        coordinator.opens(f"/vast/erbjudanden/?matchning={number}&lage={state}").reads(f"{offers} erbjudanden")
    coordinator.opens(f"/vast/erbjudanden/?q={changed}").reads("2 erbjudanden", "Tackat nej", "Tackat ja")
    rows = coordinator.opens(f"{board}?visa=forslag").reads(f"{PLACED} personer").page.locator("main tbody tr")
    told = {word: rows.filter(has_text=word).count() for word in ("Tackat ja", "Tackat nej", "Väntar på svar")}
    assert told == {"Tackat ja": 2, "Tackat nej": 3, "Väntar på svar": PLACED - 5}


def idag(coordinator) -> dict[str, int]:
    """The numbers of Idag that a matching meeting changes."""
    page = coordinator.opens("/vast/").page
    figures = {word: page.locator(".figure", has_text=word) for word in ("väntar på erbjudande", "väntar på svar")}
    found = {word: figure.locator(".figure-value") for word, figure in figures.items()}
    found["att skriva in i planen"] = page.locator("#plans h2 .quiet")
    return {word: int(number.inner_text()) for word, number in found.items()}


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
