"""Each kind of user walks through the own navigation and the pages behind it, in light and in dark."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE

NODE_WORK = ["/vast/deltagare/ny/", "/vast/moten/", "/vast/erbjudanden/nytt/", "/vast/erbjudanden/ringlista/"]
NODE_FIGURES = [
    "/vast/rapporter/",
    "/vast/rapporter/utbud/",
    "/vast/rapporter/jamstalldhet/",
    "/vast/matchning/prognos/",
]
COORDINATOR = [
    *NODE_WORK,
    *NODE_FIGURES,
    "/vast/matchning/omgangar/",
    "/vast/matchning/omgangar/ny/",
    "/vast/matchning/uppsokning/",
    "/vast/matchning/uppsokning/ny/",
    "/vast/aktiviteter/ny/",
    "/vast/foreningar/ny/",
    "/vast/deltagare/skyddade/",
    "/vast/deltagare/dubbletter/",
    "/vast/installningar/medarbetare/",
    "/vast/installningar/lasningar/",
    "/vast/installningar/meddelanden/",
]
OFFICER = "kerstin.bjorklund@demo.example.se"
LEAD = [
    "/program/rapporter/",
    "/program/utbud/",
    "/program/jamstalldhet/",
    "/program/matchning/",
    "/program/installningar/",
    "/program/medarbetare/",
]
FIRST_ROWS = {  # the lists whose first row is opened, and then what can be reached from that page
    "/vast/deltagare/": ["Ändra uppgifter"],
    "/vast/matchning/": [],
    "/vast/matchning/omgangar/": ["Aktiviteter"],
    "/vast/matchning/uppsokning/": [],
    "/vast/erbjudanden/": [],
    "/vast/aktiviteter/": ["Närvaro"],
    "/vast/foreningar/": [],
    "/program/rapporter/": [],
}


@pytest.mark.parametrize(
    ("role", "who", "pages"),
    [
        ("Föreningssamordnare", "Jonas Wallin", COORDINATOR),
        ("Handläggare", "Solna stad", NODE_WORK),
        ("Projektledare", "Håkan Sjöberg", [*NODE_FIGURES, "/vast/installningar/"]),
        ("Processledare", "", LEAD),
    ],
)
def test_every_section_and_the_pages_behind_it(person, role, who, pages):
    """At both widths in light colours; then the same sections in dark ones."""
    someone = person().logs_in_as(role, who)
    sections = navigation_of(someone)
    assert sections, f"{role} has no navigation"
    for address in [*sections, *pages]:
        someone.opens(address)
        opens_the_first_row(someone, address)
    someone.page.emulate_media(color_scheme="dark")
    for address in sections:
        someone.opens(address)


@pytest.mark.parametrize(("role", "who"), [("Föreningssamordnare", "Jonas Wallin"), ("Handläggare", "Solna stad")])
def test_the_pages_of_the_matching_meeting_of_the_day(person, role, who):
    """Who is there, the first of them, and the offers on paper, in light and in dark."""
    someone = person().logs_in_as(role, who)
    for scheme in ("light", "dark"):
        someone.page.emulate_media(color_scheme=scheme)
        someone.opens("/vast/matchning/").clicks("Matchningsmöte i dag")
        meeting = someone.page.url
        someone.pushes(someone.page.locator("main tbody tr a").first)
        someone.opens(f"{meeting}kort/")


def test_who_works_in_two_nodes_goes_from_one_to_the_other(person):
    """By the node's name in the top bar, at a desk and with a phone; who has one node has nowhere else to go."""
    for width in (DESK, PHONE):
        both = person(width=width).logs_in_as("Föreningssamordnare", "Tove Rydén")
        both.page.locator(".bar summary", has_text="Nod väst").click()
        both.clicks("Nod nordost")
        assert both.page.url.endswith("/nordost/"), both.page.url
        both.page.locator(".bar summary", has_text="Nod nordost").click()
        both.clicks("Nod väst")
        assert both.page.url.endswith("/vast/"), both.page.url
    one = person().logs_in_as("Föreningssamordnare", "Jonas Wallin")
    assert not one.page.locator(".bar summary", has_text="Nod väst").count()


def test_places_are_opened_for_another_node_and_taken_back(person):
    """Asked wrongly and rightly, shown on the activity, and taken back; in light, and in dark."""
    coordinator = person().logs_in_as("Föreningssamordnare", "Jonas Wallin")
    for scheme in ("light", "dark"):
        coordinator.page.emulate_media(color_scheme=scheme)
        coordinator.opens("/vast/aktiviteter/?state=approved")
        coordinator.pushes(coordinator.page.locator("main tbody tr a").first)
        coordinator.clicks("Öppna platser för en annan nod").clicks("Öppna platserna")
        coordinator.reads("Skriv hur många platser.")
        coordinator.chooses(to_node="Nod nordost").fills(seats="1", reason="Bor nära kommungränsen 😀")
        coordinator.clicks("Öppna platserna").reads("Nod nordost: 1 plats", "Bor nära kommungränsen 😀")
        coordinator.clicks("Ta tillbaka lediga")
        coordinator.pushes(coordinator.page.locator("main form[method=post] button").first)
        coordinator.does_not_read("Nod nordost</strong>: 1 plats")


def navigation_of(someone) -> list[str]:
    """The addresses of the own sections."""
    links = (
        someone.page.get_by_role("navigation")
        .locator("a[href]")
        .evaluate_all("all => all.map(each => each.getAttribute('href'))")
    )
    return list(dict.fromkeys(link for link in links if re.fullmatch(r"/(vast|program)/([a-z]+/)?", link)))


def opens_the_first_row(someone, address) -> None:
    """What the list's first row leads to, and on from there."""
    if address not in FIRST_ROWS:
        return
    row = someone.page.locator("main tbody tr:has(a)").first
    assert row.count(), f"the demonstration has nothing on {address}"
    someone.pushes(row.locator("a").first)
    for name in FIRST_ROWS[address]:
        link = someone.page.locator("main").get_by_role("link", name=name, exact=True)
        if link.count():
            someone.pushes(link.first)


def test_an_association_meets_open_pages(person):
    """The form, the entrance and what the programme says about itself, in light and in dark."""
    volunteer = person(width=PHONE)
    for scheme in ("light", "dark"):
        volunteer.page.emulate_media(color_scheme=scheme)
        for address in ("/anmal-aktivitet/vast/", "/om/", "/om/tillganglighet/", "/om/kakor/", "/demo/"):
            volunteer.opens(address)


def test_every_component_in_light_and_dark(person):
    visitor = person()
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.opens("/komponenter/")


def test_the_pages_of_logging_in(person):
    """Password, code by mail, and the second factors."""
    visitor = person()
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.opens("/konto/login/").opens("/konto/login/code/").opens("/konto/password/reset/")


def test_a_code_by_mail_opens_the_door(person, site):
    officer = person().opens("/konto/login/code/")
    officer.fills(email=OFFICER).pushes(officer.page.locator("main form button").first)
    officer.fills(code=site.code_mailed_to(OFFICER)).pushes(officer.page.locator("main form button").first)
    officer.reads("Kerstin Björklund")


def test_the_pages_of_the_second_factor(person):
    """Settings of log-in, an app's codes, and passkeys: all behind the own account."""
    officer = person().logs_in_as("Handläggare", "Solna stad")
    for address in (
        "/konto/2fa/",
        "/konto/2fa/totp/activate/",
        "/konto/2fa/webauthn/",
        "/konto/2fa/webauthn/add/",
        "/konto/password/change/",
    ):
        officer.opens(address)
