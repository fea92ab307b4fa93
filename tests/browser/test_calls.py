"""An evening after the telephone: offers logged for several, answers written down row by row, a mistake put right."""

import pytest

from tests.browser.conftest import DESK, PHONE


@pytest.mark.parametrize(("javascript", "width"), [(True, PHONE), (False, DESK)])
def test_many_offers_and_many_answers(person, site, javascript, width):
    coordinator = person(javascript=javascript, width=width).logs_in_as("Föreningssamordnare", "Jonas Wallin")
    names = chooses_from_the_list(coordinator)
    coordinator.clicks("Logga som erbjudna").reads("2 erbjudanden är sparade.", "Sparat kl.")
    answers_on_the_call_list(coordinator, names)


def chooses_from_the_list(coordinator) -> list[str]:
    """The first two of those who wait whom something suits; their names."""
    coordinator.opens("/vast/matchning/")
    boxes = coordinator.page.locator("main tbody tr", has=coordinator.page.locator("input[name=anmalan]"))
    rows = [boxes.nth(number) for number in range(2)]
    names = [row.get_by_role("link").first.inner_text() for row in rows]
    for row in rows:
        row.locator("input[name=anmalan]").check()
    coordinator.clicks("Logga de valda som erbjudna").reads("Logga flera erbjudanden", *names)
    return names


def answers_on_the_call_list(coordinator, names):
    first, second = names
    coordinator.clicks("Till ringlistan, där svaren skrivs in").reads("Ringlista", *names)
    row = row_of(coordinator, first)
    row.get_by_label("Nej, vill ha nytt").check()
    row.get_by_role("textbox").fill("Tiden passar inte")
    row_of(coordinator, second).get_by_role("textbox").fill("Ringer igen")
    row.get_by_role("button", name="Spara raden").click()
    row_of(coordinator, first).get_by_text("Sparat kl.").wait_for()
    assert row_of(coordinator, second).get_by_role("textbox").input_value() == "Ringer igen", "nothing typed is lost"
    coordinator.looks()

    row_of(coordinator, first).get_by_role("button", name="Ångra").click()
    row_of(coordinator, first).get_by_label("Ja", exact=True).check()
    row_of(coordinator, second).get_by_label("Nej, inget mer").check()
    coordinator.clicks("Spara alla svar").reads("2 svar är sparade.", "Tackat ja", "Tackat nej")


def row_of(coordinator, name):
    """The person's row of the call list."""
    return coordinator.page.locator("main li", has_text=name).first
