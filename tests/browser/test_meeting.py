"""A matching meeting as the coordinator lives it, on a tablet whose network comes and goes, and with a site that does
not always answer (R112, R118, R120).
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from tests.browser.conftest import PHONE
from tests.browser.deck import Deck
from tests.browser.meetings import NAMES


@pytest.fixture
def meeting(site, request):
    """A meeting of today, of its own for each test."""
    title = f"Boll {request.node.originalname.removeprefix('test_')[:20]}"
    site.manage("shell", "-c", f"from tests.browser.meetings import make; make({title!r})")
    return title


def arrives(who, meeting):
    """Idag leads to the meeting."""
    who.logs_in_as("Föreningssamordnare", "Jonas Wallin").opens("/vast/").reads("Matchningsmöte i dag")
    who.follows("Öppna mötet", meeting).reads("Bara förnamn visas", "Skyddade uppgifter", *NAMES)
    return who.does_not_read("Hemlig")


@pytest.fixture
def coordinator(person, meeting):
    """At the meeting."""
    return arrives(person(), meeting)


def begins(coordinator) -> Deck:
    coordinator.clicks("Börja mötet")
    return Deck(coordinator).ready()


def test_three_noes_and_a_yes_while_the_network_is_away(coordinator):
    deck = begins(coordinator)
    offered = []
    deck.taps("Erbjud").is_saved()
    with deck.without_network():
        for _no in range(3):
            offered.append(deck.title())
            deck.says_no()
            deck.taps("Erbjud")
        coordinator.reads("Väntar på nätet: 6 svar")
        assert len({*offered, deck.title()}) == 4, "each suggestion is a new one"
        deck.taps("Ja")
        coordinator.reads("Har sagt ja", "Väntar på nätet: 7 svar")
        kept = deck.queue()
        assert all(set(each["tap"]) <= {"key", "event", "activity", "reason", "wants"} for each in kept)
        assert NAMES[0] not in str(kept), "the device keeps no name"
        leaves_with_unsent_answers(deck)
    deck.is_saved()
    coordinator.reads("Har sagt ja")
    last = deck.title()
    coordinator.opens(deck.page.url).reads("Har sagt ja", last)
    coordinator.opens("/vast/erbjudanden/").reads(last, *offered)


def leaves_with_unsent_answers(deck):
    """The browser asks first; whoever stays has lost nothing."""
    asked = []
    deck.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    deck.page.get_by_role("link", name="Till listan").first.click(no_wait_after=True)
    deck.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert deck.queue()


def test_the_site_hangs_until_the_tablet_gives_up_waiting(coordinator, meeting, site):
    """What was sent meanwhile lies at the site's door and is sent again: it is heard twice and done once."""
    deck = begins(coordinator)
    deck.taps("Erbjud").taps("Ja").is_saved()
    deck.page.wait_for_timeout(3000)  # the site closes what is idle: the next call is a new one
    with site.hanging():
        deck.undoes().says_no().taps("Erbjud").taps("Ja")
        coordinator.reads("Har sagt ja", "Väntar på nätet: 4 svar")
    deck.is_saved()
    has_two_offers(coordinator, meeting)


def test_answers_that_are_lost_on_the_way(coordinator, meeting):
    deck = begins(coordinator)
    with deck.answers_lost():
        deck.taps("Erbjud").taps("Ja").undoes().is_saved()
        deck.says_no().taps("Erbjud").taps("Ja").is_saved()
    has_two_offers(coordinator, meeting)


def test_others_answer_in_the_sites_place(coordinator, meeting):
    """As a proxy does before a site that is being restarted, and a café's network before one has logged in to it."""
    deck = begins(coordinator)
    for status, tap in ((502, lambda: deck.taps("Erbjud")), (503, deck.says_no), (200, lambda: deck.taps("Erbjud"))):
        with deck.answered_with(status):
            tap()
            coordinator.reads("Väntar på nätet: 1 svar")
        deck.is_saved()
    deck.taps("Ja").is_saved()
    has_two_offers(coordinator, meeting)


def has_two_offers(coordinator, meeting):
    """A no and a yes, each once."""
    coordinator.opens(f"/vast/erbjudanden/?q={NAMES[0]} {meeting}").reads("Tackat nej", "Tackat ja")
    assert coordinator.page.locator(".list-count").inner_text() == "2 erbjudanden"


def test_a_wrong_tap_is_undone_with_and_without_network(coordinator):
    deck = begins(coordinator)
    first = deck.title()
    deck.taps("Erbjud").is_saved()
    with deck.without_network():
        deck.says_no()
        assert deck.title() != first
        deck.undoes()
        assert deck.title() == first
        coordinator.reads("Väntar på nätet: 2 svar")
    deck.is_saved()
    deck.undoes().is_saved()
    assert deck.shown("button").filter(has_text="Erbjud").count()
    coordinator.opens(deck.page.url).reads("Förslag", first)


def test_two_tablets_on_the_same_person(coordinator, person):
    """The second one is told how it is, with the person's card as it has become."""
    deck = begins(coordinator)
    other = Deck(person().logs_in_as("Föreningssamordnare", "Jonas Wallin").opens(deck.page.url)).ready()
    with deck.without_network():
        deck.taps("Erbjud").says_no(then="Nej, inga fler förslag")
        coordinator.reads("Vill inte ha fler erbjudanden", "Väntar på nätet: 2 svar")
        other.taps("Erbjud").is_saved().taps("Ja").is_saved()
    coordinator.reads("Det gick inte att spara", "Har sagt ja")
    assert not deck.queue(), "what built on a refused tap is dropped"


def test_the_deck_is_walked_without_network(coordinator):
    deck = begins(coordinator)
    with deck.without_network():
        for name, button in zip(NAMES, ("Hoppa över", "Hoppa över", "Föregående"), strict=True):
            coordinator.reads(f"{NAMES.index(name) + 1} av 3")
            assert deck.name() == name
            deck.taps(button)
        assert deck.name() == NAMES[1]


def test_the_same_without_scripts_on_a_phone(person, meeting):
    coordinator = arrives(person(javascript=False, width=PHONE), meeting)
    coordinator.clicks("Börja mötet").reads("1 av 3", "Förslag")
    coordinator.clicks("Erbjud").reads("Erbjudandet är sparat")
    coordinator.page.locator("summary").filter(has_text="Nej").locator("visible=true").click()
    coordinator.page.get_by_label("För långt att åka").locator("visible=true").check()
    coordinator.clicks("Nej, inga fler förslag").reads("Nej är sparat. Intresseanmälan är avslutad.")
    coordinator.clicks("Ångra senaste trycket").reads("Det senaste trycket är ångrat")
    coordinator.clicks("Ångra senaste trycket").reads("Förslag")


def test_papers_to_hand_over(coordinator):
    deck = begins(coordinator)
    deck.taps("Erbjud").is_saved()
    deck.taps("Hoppa över").taps("Föregående")
    coordinator.clicks("Till listan").clicks("Skriv ut erbjudanden")
    coordinator.reads("Ett erbjudande till dig", "Plats", "Kontakt", "Svara senast").does_not_read("Hemlig")
    own = coordinator.page.locator("[lang=ckb]")
    term, fact = own.locator("dt").first, own.locator("dd").first
    assert term.bounding_box()["x"] > fact.bounding_box()["x"], "it is laid out from the right"
    with pikepdf.open(BytesIO(coordinator.page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 1, "both languages stand on one sheet"
